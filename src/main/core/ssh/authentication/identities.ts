import type { Logger } from '../../ports/ports.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { isKeyTypeAllowed } from '../connection/algorithms.ts';
import type { PublicKey } from '../hostKeys/publicKey.ts';
import { type AgentKey, listAgentKeys } from './agentClient.ts';
import { type KeyFile, readKeyFile } from './keyFile.ts';

/** One key to offer. */
export type Identity =
  | { readonly kind: 'agent'; readonly socket: string; readonly publicKey: PublicKey; readonly name: string }
  | { readonly kind: 'file'; readonly keyFile: KeyFile; readonly privateText: string };

export type Identities = {
  /** In OpenSSH's order: the agent's keys that the configuration names, the agent's others, then key files. */
  readonly usable: readonly Identity[];
  /** What ssh could offer but ssh2 cannot, in words. */
  readonly onlySystemSsh: readonly string[];
  /** What could not be offered although it is configured: an agent without keys, a file that must be left alone. */
  readonly troubles: readonly string[];
};

const usableTypes = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
]);

/** Everything these options allow to be offered. Never rejects for a missing file or an agent that is not there. */
export async function findIdentities(options: SshOptions, logger: Logger, signal: AbortSignal): Promise<Identities> {
  const [files, agent] = await Promise.all([
    Promise.all(options.identityFiles.map(readKeyFile)).then((read) => read.filter((file) => file !== null)),
    agentKeys(options.agentSocket, logger, signal),
  ]);
  const isListed = (key: AgentKey): boolean => files.some((file) => isSameKey(file.publicKey, key.publicKey));
  const isAllowed = (key: PublicKey): boolean => isKeyTypeAllowed(options.algorithms, key.type);
  const named = files.flatMap((file) => agent.keys.filter((key) => isSameKey(file.publicKey, key.publicKey)));
  const others = options.identitiesOnly ? [] : agent.keys.filter((key) => !isListed(key));
  const fromAgent = [...new Set([...named, ...others])].filter((key) => isAllowed(key.publicKey));
  const onlyFiles = files.filter(
    ({ publicKey }) =>
      !agent.keys.some((key) => isSameKey(publicKey, key.publicKey)) && (publicKey === null || isAllowed(publicKey)),
  );
  return {
    usable: [
      ...fromAgent.filter((key) => usableTypes.has(key.publicKey.type)).map((key) => agentIdentity(key, options)),
      ...onlyFiles.flatMap(fileIdentity),
    ],
    onlySystemSsh: [
      ...fromAgent
        .filter((key) => !usableTypes.has(key.publicKey.type))
        .map((key) => describe(key.publicKey, key.comment)),
      ...onlyFiles
        .filter((file) => file.publicKey !== null && !usableTypes.has(file.publicKey.type))
        .map((file) => `the key ${file.file} (${file.publicKey?.type})`),
      ...options.certificateFiles.map((file) => `the certificate ${file}`),
      ...files.filter((file) => file.hasCertificate).map((file) => `the certificate ${file.file}-cert.pub`),
    ],
    troubles: [
      ...(agent.trouble === null ? [] : [agent.trouble]),
      ...onlyFiles.flatMap(({ trouble }) => trouble ?? []),
    ],
  };
}

async function agentKeys(
  socket: string | null,
  logger: Logger,
  signal: AbortSignal,
): Promise<{ readonly keys: readonly AgentKey[]; readonly trouble: string | null }> {
  if (socket === null) return { keys: [], trouble: null };
  try {
    const keys = await listAgentKeys(socket, signal);
    return { keys, trouble: keys.length === 0 ? `The SSH agent at ${socket} holds no key, or is locked.` : null };
  } catch (error) {
    signal.throwIfAborted();
    const trouble = error instanceof Error ? error.message : String(error);
    logger.debug('ssh agent not usable', { trouble });
    return { keys: [], trouble };
  }
}

function agentIdentity(key: AgentKey, options: SshOptions): Identity {
  return { kind: 'agent', socket: options.agentSocket ?? '', publicKey: key.publicKey, name: key.comment };
}

function fileIdentity(keyFile: KeyFile): readonly Identity[] {
  if (keyFile.privateText === null) return [];
  if (keyFile.publicKey !== null && !usableTypes.has(keyFile.publicKey.type)) return [];
  return [{ kind: 'file', keyFile, privateText: keyFile.privateText }];
}

function isSameKey(one: PublicKey | null, other: PublicKey): boolean {
  return one !== null && one.blob.equals(other.blob);
}

function describe(key: PublicKey, comment: string): string {
  const what = key.type.includes('-cert-') ? 'certificate' : 'key';
  return `the agent's ${what} ${comment === '' ? key.type : comment} (${key.type})`;
}
