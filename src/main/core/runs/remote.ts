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
  readonly hostId: string;
  /** Runs sh text; any exit status is an answer. Throws `RemoteTrouble` when the command did not get to its end. */
  readonly ask: (
    script: string,
    options?: { readonly cwd?: string | null; readonly deadlineMs?: number },
  ) => Promise<Answer>;
};

const usualDeadlineMs = 20_000;

/** The session as remedies see it. */
export function remoteOf(session: HostSession, signal: AbortSignal): Remote {
  return {
    hostId: session.hostId,
    ask: async (script, { cwd = null, deadlineMs = usualDeadlineMs } = {}) => {
      const { end, stdout, stderr } = await session.output(script, { deadlineMs, signal, cwd });
      if (end.kind !== 'exited') throw new RemoteTrouble(end);
      return { code: end.code, stdout: displayText(stdout), stderr: displayText(stderr) };
    },
  };
}

/** The last line of an answer that says something, errors first: what a person would read. */
export function lastLine({ stdout, stderr }: Answer): string {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  return (lines(stderr).at(-1) ?? lines(stdout).at(-1) ?? '').trim();
}
