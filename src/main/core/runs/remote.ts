import { describeEnd } from '#shared/run/describeEnd.ts';
import type { CommandEnd } from '#shared/run/run.ts';
import { displayText } from '../ssh/channel/displayText.ts';
import type { HostSession } from '../ssh/hostSession.ts';

/** What a bounded command on the host said. */
export type Answer = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A command of ours was cut off, so that nothing is known of what it asked. */
export class RemoteTrouble extends Error {
  readonly end: CommandEnd;
  constructor(end: CommandEnd) {
    super(describeEnd(end));
    this.name = 'RemoteTrouble';
    this.end = end;
  }
}

/** A host for preflight, capture, proof and undo: short sh texts, each with a deadline, all ended by one signal. */
export type Remote = {
  /** What the person calls the host: for texts. */
  readonly hostName: string;
  /** Runs sh text; any exit status is an answer. Throws `RemoteTrouble` when the command did not get to its end. */
  readonly ask: (
    script: string,
    options?: { readonly cwd?: string | null; readonly deadlineMs?: number },
  ) => Promise<Answer>;
};

const usualDeadlineMs = 20_000;

/** Answers are read by their words, in whatever language people have set up the host. */
const inEnglish = 'LC_ALL=C LANGUAGE=C; export LC_ALL LANGUAGE\n';

/** The session as remedies see it. */
export function remoteOf(session: HostSession, hostName: string, signal: AbortSignal): Remote {
  return {
    hostName,
    ask: async (script, { cwd = null, deadlineMs = usualDeadlineMs } = {}) => {
      const { end, stdout, stderr } = await session.output(`${inEnglish}${script}`, { deadlineMs, signal, cwd });
      if (end.kind !== 'exited') throw new RemoteTrouble(end);
      return { code: end.code, stdout: displayText(stdout), stderr: displayText(stderr) };
    },
  };
}

/** How programs say that a file system is full; `tar` in words of its own. */
export const fullDisk = /No space left on device|Disk quota exceeded|Wrote only \d+ of \d+ bytes/;
/** What a system says of itself; programs go on after it with words such as "exiting now". */
const causes = [fullDisk, /Read-only file system|Permission denied|Input\/output error/];

/** The line of an answer that a person would read: one that names a cause, else the last, errors first. */
export function lastLine({ stdout, stderr }: Answer): string {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  const errors = lines(stderr);
  return (
    errors.findLast((line) => causes.some((cause) => cause.test(line))) ??
    errors.at(-1) ??
    lines(stdout).at(-1) ??
    ''
  ).trim();
}
