import { stat } from 'node:fs/promises';
import { parseJump } from '../config/parseJump.ts';
import { readOptions, type SshTarget } from '../config/readOptions.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import { entriesFor, knownHostsName } from '../hostKeys/knownHosts.ts';
import { readKnownHosts } from '../hostKeys/knownHostsFiles.ts';

/** What the way to a host rests on, as texts to compare with those of another time. */
export type ConnectionBasis = {
  /** Where it leads and through what; null while the configuration is not accepted. */
  readonly destination: string | null;
  /** Also how it logs in: every option, the known host keys, and when the key files were written. */
  readonly everything: string;
};

/** Longer chains end in an error when they are walked. */
const mostHops = 8;

/** Reads it anew. Rejects only with the signal's reason, or where known_hosts cannot be read. */
export async function readBasis(
  target: SshTarget,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ConnectionBasis> {
  try {
    const way = await wayTo(target, environment, signal);
    const known = await Promise.all(way.map(knownKeys));
    const written = await Promise.all(way.flatMap(keyFiles).map(writtenAt));
    return {
      destination: JSON.stringify(way.map(destinationOf)),
      everything: JSON.stringify({ way, known, written }),
    };
  } catch (error) {
    if (error instanceof ConnectionError) return { destination: null, everything: error.failure.text };
    throw error;
  }
}

/** The options of the host and of the hosts that lead to it. */
async function wayTo(
  target: SshTarget,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly SshOptions[]> {
  const way: SshOptions[] = [];
  const open = [target];
  for (let next = open.shift(); next !== undefined && way.length <= mostHops; next = open.shift()) {
    const options = await readOptions(next, environment, signal);
    way.push(options);
    if (options.proxyJump !== null) open.push(...parseJump(options.proxyJump, next.configFile));
  }
  return way;
}

function destinationOf(options: SshOptions): unknown {
  const { hostName, port, user, proxyJump, proxyCommand, addressFamily, bindAddress } = options;
  return [hostName, port, user, proxyJump, proxyCommand, addressFamily, bindAddress];
}

async function knownKeys(options: SshOptions): Promise<readonly string[]> {
  const entries = await readKnownHosts([...options.userKnownHostsFiles, ...options.globalKnownHostsFiles]);
  const name = knownHostsName(options.hostName, options.port, options.hostKeyAlias);
  return entriesFor(entries, name).map(({ marker, key }) => `${marker} ${key.blob.toString('base64')}`);
}

const keyFiles = ({ identityFiles, certificateFiles }: SshOptions): readonly string[] => [
  ...identityFiles.flatMap((file) => [file, `${file}-cert.pub`]),
  ...certificateFiles,
];

/** Null where there is no such file. Rights count as well: they may have been the trouble. */
async function writtenAt(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  return found === null ? null : `${found.mtimeMs} ${found.mode}`;
}
