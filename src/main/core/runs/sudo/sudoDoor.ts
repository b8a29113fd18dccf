import { Transform } from 'node:stream';
import type { CommandOptions, HostSession } from '../../ssh/hostSession.ts';
import { collectOutput } from '../../ssh/channel/collectOutput.ts';
import { callsSudo, needsTerminal, passwordRefused, sudoShim } from './sudoShim.ts';

/** Where people store the password that sudo asks for on a host. */
export const sudoPasswordName = (hostId: string): string => `sudo:${hostId}`;

/** What was found out about sudo on a host. */
export type SudoAccess = {
  /** Gives commands that call sudo the password where that is needed. */
  readonly session: HostSession;
  readonly kind: 'plain' | 'password' | 'refused';
};

/** Lets runs through sudo: without a password where that works, else with the stored one; a wrong one is tried once. */
export type SudoDoor = {
  /** Asks nothing of the host where no step calls sudo, or nothing is stored. */
  readonly open: (
    session: HostSession,
    steps: readonly { readonly command: string }[],
    signal: AbortSignal,
  ) => Promise<SudoAccess>;
};

const limitMs = 20_000;

export function createSudoDoor(passwordOf: (hostId: string) => Promise<string | null>): SudoDoor {
  const verified = new Map<string, string>();
  const refused = new Map<string, string>();

  const refuse = (hostId: string, password: string): void => {
    refused.set(hostId, password);
    verified.delete(hostId);
  };

  /** True when sudo takes it; null when nobody answered, or sudo never came to look at it. */
  const verify = async (session: HostSession, password: string, signal: AbortSignal): Promise<boolean | null> => {
    const options = { deadlineMs: limitMs, signal, stdin: lineOf(password) };
    const { end, stderr } = await session.output(`LC_ALL=C sudo -k; LC_ALL=C sudo -S -p '' -v`, options);
    if (end.kind !== 'exited' || needsTerminal.test(stderr)) return null;
    return end.code === 0;
  };

  return {
    open: async (session, steps, signal) => {
      const { hostId } = session;
      if (!steps.some(({ command }) => callsSudo(command))) return { session, kind: 'plain' };
      const password = await passwordOf(hostId);
      if (password === null || password === '') return { session, kind: 'plain' };
      const plain = await session.output('sudo -n -v 2>/dev/null', { deadlineMs: limitMs, signal });
      if (plain.end.kind !== 'exited' || plain.end.code === 0 || plain.end.code === 127)
        return { session, kind: 'plain' };
      if (refused.get(hostId) === password) return { session, kind: 'refused' };
      if (verified.get(hostId) !== password) {
        const isGood = await verify(session, password, signal);
        if (isGood === null) return { session, kind: 'plain' };
        if (!isGood) {
          refuse(hostId, password);
          return { session, kind: 'refused' };
        }
        verified.set(hostId, password);
      }
      const isRefused = (): boolean => refused.get(hostId) === password;
      return { session: withPassword(session, password, isRefused, () => refuse(hostId, password)), kind: 'password' };
    },
  };
}

const lineOf = (password: string): Uint8Array => Buffer.from(`${password.split('\n')[0] ?? ''}\n`);

/** The session, but with the password for commands that call sudo and read nothing else. */
function withPassword(
  session: HostSession,
  password: string,
  isRefused: () => boolean,
  refuse: () => void,
): HostSession {
  const start = (command: string, options: CommandOptions) => {
    if (isRefused() || options.stdin !== undefined || !callsSudo(command)) return session.start(command, options);
    const remote = session.start(`${sudoShim}${command}`, { ...options, stdin: lineOf(password) });
    return { ...remote, stderr: remote.stderr.pipe(watching(passwordRefused, refuse)) };
  };
  return { ...session, start, output: (command, options) => collectOutput(start(command, options)) };
}

/** Passes everything on, and calls back when the words came by. */
function watching(words: string, heard: () => void): Transform {
  let tail = '';
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      tail = `${tail}${chunk.toString('latin1')}`.slice(-words.length - chunk.length);
      if (tail.includes(words)) heard();
      done(null, chunk);
    },
  });
}
