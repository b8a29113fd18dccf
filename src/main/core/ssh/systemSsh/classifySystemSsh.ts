import type { ConnectionFailure } from '#shared/host/connection.ts';
import { classifyError, type ConnectionStage, type Destination } from '../connection/classifyError.ts';

type Kind = ConnectionFailure['kind'];

/** What the system's ssh says when it gives up; the first that matches decides. */
const sayings: readonly (readonly [RegExp, Kind])[] = [
  [
    /bad configuration|terminating, \d+ bad|unsupported option|command-line.*(missing|keyword)|bad owner or permissions/i,
    'configuration',
  ],
  [/could not resolve hostname/i, 'nameNotFound'],
  [/-CERT host key for .* was revoked/i, 'hostKeyRevoked'],
  [/host key verification failed/i, 'hostKeyUnknown'],
  [/permission denied|too many authentication failures|no more authentication methods/i, 'authenticationRefused'],
  [/unable to negotiate/i, 'noCommonAlgorithm'],
  [/connection refused/i, 'refused'],
  [/timed out during banner exchange/i, 'noBanner'],
  [/timed out/i, 'timedOut'],
  [/no route to host|network is unreachable|host is down/i, 'unreachable'],
  [/by UNKNOWN port 65535|proxy dialer did not pass back/i, 'unreachable'],
  [/kex_exchange_identification|banner exchange/i, 'noBanner'],
];

const mends: Partial<Readonly<Record<Kind, string>>> = {
  configuration: 'Mend the configuration file that it names; "ssh -G HOST" shows the same complaint.',
  nameNotFound: 'Check the name and the name servers; a HostName in ~/.ssh/config can give the address.',
  hostKeyUnknown: 'Connect once with "ssh" in a terminal and compare the key; a jump host must be known as well.',
  hostKeyRevoked: 'Have the host key signed anew by an authority that still counts; nothing secret was sent.',
  authenticationRefused:
    'Sitrep lets ssh ask no questions: add the key to the agent ("ssh-add"), check it with "ssh" in a terminal, then press retry.',
  noCommonAlgorithm: 'Update ssh here or sshd there, or allow what it names with KexAlgorithms or HostKeyAlgorithms.',
  refused: 'The host is up, but nothing listens there: check the port, and whether sshd runs.',
  noBanner: 'The host may be frozen or limit connections (MaxStartups, fail2ban): look at its console.',
  timedOut: 'Check that it is switched on and that no firewall drops the packets.',
  unreachable: 'Check the network of this computer, a VPN, and whether the host is switched on.',
};

/** Turns the complaint of the system's ssh into what a person is told. Pure. */
export function classifySystemSsh(stderr: string, to: Destination, stage: ConnectionStage): ConnectionFailure {
  const said = sayings.find(([saying]) => saying.test(stderr));
  const words = complaintOf(stderr);
  if (said === undefined) return classifyError(new Error(words), stage, to);
  const [, kind] = said;
  if (isProxysEnd.test(stderr) && kind === 'unreachable') return proxyFailure(words, to);
  return {
    kind,
    text: `ssh could not connect to ${to.host}: ${words}`,
    mend: mends[kind] ?? 'Try "ssh -v" in a terminal.',
  };
}

/** What ssh says when the program that should lead to the host has ended. */
const isProxysEnd = /by UNKNOWN port 65535|proxy dialer did not pass back/i;

function proxyFailure(words: string, to: Destination): ConnectionFailure {
  return {
    kind: 'unreachable',
    text: `The ProxyCommand of ${to.host} ended without a connection: ${words}`,
    mend: `Run the command of its ProxyCommand line in a terminal; "ssh -v ${to.host}" shows it as it is run.`,
  };
}

/** The last lines that say something, on one line; those that only echo a hang-up where nothing else was said. */
export function complaintOf(stderr: string): string {
  const lines = stderr
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^debug\d|^@+|^Warning: Permanently added/.test(line));
  const isEcho = (line: string): boolean =>
    /^kex_exchange_identification: (Connection closed|read: )|^Connection (closed|reset) by UNKNOWN port/i.test(line);
  const telling = lines.filter((line) => !isEcho(line));
  return (telling.length > 0 ? telling : lines).slice(-2).join(' ') || 'it said nothing.';
}
