import { assertNever } from '#shared/assertNever.ts';
import type { ConnectionFailure, RefusedHostKey } from '#shared/host/connection.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import type { Person } from '../authentication/person.ts';
import type { AcceptedKeys } from './acceptedKeys.ts';
import { type HostKeyVerdict, judgeHostKey, type KnownHostsEntry, knownHostsName } from './knownHosts.ts';
import { fingerprintOf, type PublicKey } from './publicKey.ts';
import { randomartOf } from './randomart.ts';

/**
 * Resolves when the key is the host's: known, or accepted by the person just now and written down. Rejects with a
 * ConnectionError in every other case. StrictHostKeyChecking can forbid to ask, but never make anything be accepted in
 * silence.
 */
export async function verifyHostKey(
  key: PublicKey,
  deps: {
    readonly hostId: string;
    /** What the person calls the host: for texts. */
    readonly name: string;
    readonly options: SshOptions;
    readonly entries: readonly KnownHostsEntry[];
    readonly accepted: AcceptedKeys;
    readonly person: Person;
    readonly signal: AbortSignal;
    /** Certificates were looked at already, by the system's ssh: this key has none that counts. */
    readonly isUncertified?: boolean;
  },
): Promise<void> {
  const { hostId, name, options, entries, accepted, person, signal } = deps;
  const verdict = judgeHostKey([...entries, ...accepted.inMemory()], { ...options, alias: options.hostKeyAlias }, key);
  if (verdict.kind === 'known') return;
  const isNew = verdict.kind === 'unknown' || (verdict.kind === 'certified' && deps.isUncertified === true);
  if (!isNew) throw new ConnectionError(refusalOf(verdict, key, deps), { isPassing: false });
  if (options.isStrict) throw new ConnectionError(strictRefusal(key, deps), { isPassing: false });
  const keyName = knownHostsName(options.hostName, options.port, options.hostKeyAlias);
  const isAccepted = await person.confirm(`hostKey:${keyName}:${fingerprintOf(key.blob)}`, {
    kind: 'hostKey',
    hostId,
    address: options.hostName,
    port: options.port,
    key: { type: key.type, fingerprint: fingerprintOf(key.blob), randomart: randomartOf(key) },
  });
  if (!isAccepted) {
    throw new ConnectionError(
      {
        kind: 'hostKeyUnknown',
        text: `The key that ${name} (${options.hostName}) showed was not accepted: ${key.type} ${fingerprintOf(key.blob)}.`,
        mend: 'Compare it with "ssh-keygen -lvf /etc/ssh/ssh_host_ed25519_key.pub" at the console of the host, then connect again.',
      },
      { isPassing: false },
    );
  }
  await accepted.keep(options, key, signal);
}

function strictRefusal(
  key: PublicKey,
  { name, options }: { readonly name: string; readonly options: SshOptions },
): ConnectionFailure {
  return {
    kind: 'hostKeyUnknown',
    text: `No key of ${name} (${options.hostName}) is known, and its configuration says StrictHostKeyChecking yes. It shows ${key.type} ${fingerprintOf(key.blob)}.`,
    mend: `Add its key to ${options.userKnownHostsFiles[0] ?? 'a known_hosts file'} from a source you trust, or set StrictHostKeyChecking ask for this host to be asked about it here; then press retry.`,
  };
}

function refusalOf(
  verdict: Exclude<HostKeyVerdict, { kind: 'known' | 'unknown' }>,
  key: PublicKey,
  { name, options }: { readonly name: string; readonly options: SshOptions },
): ConnectionFailure {
  const shown = `${key.type} ${fingerprintOf(key.blob)}`;
  const keyName = knownHostsName(options.hostName, options.port, options.hostKeyAlias);
  switch (verdict.kind) {
    case 'changed': {
      const known = verdict.known.map(describe).join('; ');
      const file = verdict.known[0]?.file ?? options.userKnownHostsFiles[0] ?? '~/.ssh/known_hosts';
      const forget = `ssh-keygen -R '${keyName}' -f ${quoted(file)}`;
      return {
        kind: 'hostKeyChanged',
        text: `The host key of ${name} has changed. It shows ${shown}; known is ${known}. Nothing secret was sent.`,
        mend: `If the host was reinstalled or its keys were renewed, forget the old key with: ${forget} and connect again. Otherwise somebody may be in between.`,
        hostKey: { shown, known: verdict.known.map(entryView), forget },
      };
    }
    case 'revoked':
      return {
        kind: 'hostKeyRevoked',
        text: `The key that ${name} shows is marked @revoked: ${shown}, revoked in ${verdict.entry.file} line ${verdict.entry.line} (${fingerprintOf(verdict.entry.key.blob)}). Nothing secret was sent.`,
        mend: `Give the host a new key. Only if the revocation is a mistake: remove that line, then ssh-keygen -R '${keyName}' and connect again.`,
        hostKey: { shown, known: [entryView(verdict.entry)], forget: null },
      };
    case 'certified':
      return {
        kind: 'needsSystemSsh',
        text: `The keys of ${name} are certified by an authority (@cert-authority in known_hosts), which ssh2 cannot check.`,
        mend: "Use the system's ssh for this host (transport: ssh).",
      };
    default:
      return assertNever(verdict);
  }
}

function describe(entry: KnownHostsEntry): string {
  const { key, file, line } = entryView(entry);
  return `${key} (${file} line ${line})`;
}

function entryView({ key, file, line }: KnownHostsEntry): RefusedHostKey['known'][number] {
  return { key: `${key.type} ${fingerprintOf(key.blob)}`, file, line };
}

function quoted(file: string): string {
  return /^[\w@%+=:,./~-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}
