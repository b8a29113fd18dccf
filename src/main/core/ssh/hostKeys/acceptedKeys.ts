import type { SshOptions } from '../config/sshOptions.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import { createGate } from '../connection/gate.ts';
import { judgeHostKey, type KnownHostsEntry, knownHostsName } from './knownHosts.ts';
import { addKnownHost, readKnownHosts } from './knownHostsFiles.ts';
import type { PublicKey } from './publicKey.ts';

/** Keeps the keys that a person accepted. */
export type AcceptedKeys = {
  /** Those for which the configuration gives no file; they are known until the process ends. */
  readonly inMemory: () => readonly KnownHostsEntry[];
  /** Writes the key into the first known_hosts file, once. Rejects with a ConnectionError when that is not possible. */
  readonly keep: (options: SshOptions, key: PublicKey, signal: AbortSignal) => Promise<void>;
};

export function createAcceptedKeys(): AcceptedKeys {
  const memory: KnownHostsEntry[] = [];
  // Several hosts may have asked about the same jump host together.
  const writing = createGate(1);
  return {
    inMemory: () => memory,
    keep: async (options, key, signal) => {
      const name = knownHostsName(options.hostName, options.port, options.hostKeyAlias);
      const file = options.userKnownHostsFiles[0];
      if (file === undefined || file === '/dev/null') {
        memory.push({ marker: 'none', hostField: name, key, file: 'memory', line: 1 });
        return;
      }
      const leave = await writing.enter(signal);
      try {
        const verdict = judgeHostKey(await readKnownHosts([file]), { ...options, alias: options.hostKeyAlias }, key);
        if (verdict.kind !== 'known') await addKnownHost(file, name, key, options.hashKnownHosts);
      } catch (cause) {
        throw new ConnectionError(
          {
            kind: 'configuration',
            text: `The accepted key of ${options.hostName} could not be written to ${file}: ${cause instanceof Error ? cause.message : String(cause)}.`,
            mend: `Make ${file} writable, or name another UserKnownHostsFile in ~/.ssh/config.`,
          },
          { isPassing: false, cause },
        );
      } finally {
        leave();
      }
    },
  };
}
