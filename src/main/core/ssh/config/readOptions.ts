import { hostname, userInfo } from 'node:os';
import { ConnectionError } from '../connection/connectionError.ts';
import { createGate } from '../connection/gate.ts';
import { fallbackOptions } from './fallbackOptions.ts';
import { runProgram } from './runProgram.ts';
import { parseEffectiveOptions, type RawOptions, type SshOptions, sshOptionsFrom } from './sshOptions.ts';

/** What is looked up: a name, and what was said beside it, which wins over the file. */
export type SshTarget = {
  readonly name: string;
  /** Null means the person's own configuration; otherwise this file alone, which need not exist. */
  readonly configFile: string | null;
  readonly port?: number | undefined;
  readonly user?: string | undefined;
  readonly identityFile?: string | undefined;
  readonly address?: string | undefined;
};

/** The words that make `ssh` mean this target. */
export function sshWords(target: SshTarget): readonly string[] {
  return [
    ...(target.configFile === null ? [] : ['-F', target.configFile]),
    ...(target.port === undefined ? [] : ['-p', String(target.port)]),
    ...(target.user === undefined ? [] : ['-l', target.user]),
    ...(target.identityFile === undefined ? [] : ['-o', `IdentityFile="${target.identityFile}"`]),
    ...(target.address === undefined ? [] : ['-o', `HostName="${target.address}"`]),
  ];
}

const timeoutMs = 10_000;
/** `Match exec` may run anything, so a fleet does not start all at once. */
const running = createGate(4);

/**
 * The effective options of a target, read anew each time: from `ssh -G`, or from the files where there is no ssh.
 * Rejects with a ConnectionError of kind `configuration` when ssh does not accept the file.
 */
export async function readOptions(
  target: SshTarget,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<SshOptions> {
  const leave = await running.enter(signal);
  try {
    const raw = await readRawOptions(target, environment, signal);
    const me = userInfo();
    return sshOptionsFrom(raw, {
      name: target.name,
      home: me.homedir,
      localUser: me.username,
      localHost: hostname(),
      userId: me.uid,
      isWindows: process.platform === 'win32',
      environment,
    });
  } finally {
    leave();
  }
}

async function readRawOptions(
  target: SshTarget,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<RawOptions> {
  const words = ['-G', ...sshWords(target), '--', target.name];
  const end = await runProgram('ssh', words, { environment, signal, timeoutMs });
  if (end.kind === 'missing') return await fallbackOptions(target);
  if (end.status === 0) return parseEffectiveOptions(end.stdout);
  throw new ConnectionError(
    {
      kind: 'configuration',
      text: `ssh does not accept the configuration for ${target.name}: ${lastLines(end.stderr)}`,
      mend: `Mend ${target.configFile ?? '~/.ssh/config'}; "ssh -G ${target.name}" shows the same complaint.`,
    },
    { isPassing: false },
  );
}

function lastLines(text: string): string {
  return text.trim().split(/\r?\n/).slice(-2).join(' ') || 'it said nothing';
}
