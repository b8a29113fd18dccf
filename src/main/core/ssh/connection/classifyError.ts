import type { ConnectionFailure } from '#shared/host/connection.ts';
import { hungUp } from './firstBytes.ts';

/** How far an attempt had come when it failed. */
export type ConnectionStage = 'dialling' | 'banner' | 'keyExchange' | 'authentication' | 'open';

/** Where an attempt went, for the words. `via` is the last jump host. */
export type Destination = {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly via: string | null;
};

/** Turns an error of the network or of ssh2 into what a person is told. Pure; knows each by its code or its words. */
export function classifyError(error: unknown, stage: ConnectionStage, to: Destination): ConnectionFailure {
  const { code, message } = mostTelling(error);
  const where = `${to.host} (${to.address} port ${to.port})`;
  const through = to.via === null ? '' : ` through ${to.via}`;
  const failure = (kind: ConnectionFailure['kind'], text: string, mend: string): ConnectionFailure => ({
    kind,
    text,
    mend,
  });

  if (code === 'ENOTFOUND') {
    return failure(
      'nameNotFound',
      `The name ${to.address} of ${to.host} is not known.`,
      `Check the name; "getent hosts ${to.address}" asks the same question. A HostName in ~/.ssh/config can give the address.`,
    );
  }
  if (code === 'EAI_AGAIN') {
    return failure(
      'nameNotFound',
      `No name server answered for ${to.address}, the name of ${to.host}.`,
      'Check the network and the name servers of this computer.',
    );
  }
  if (code === 'ECONNREFUSED' || /connection refused/i.test(message)) {
    return failure(
      'refused',
      `${where} refuses connections${through}.`,
      'The host is up, but nothing listens there: check the port, and whether sshd runs ("systemctl status ssh" at its console).',
    );
  }
  if (code === 'ETIMEDOUT' && stage === 'dialling') {
    return failure(
      'timedOut',
      `${where} does not answer${through}.`,
      'Check that it is switched on and that no firewall drops the packets.',
    );
  }
  if (
    ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'].includes(code) ||
    /no route to host|network is unreachable/i.test(message)
  ) {
    return failure(
      'unreachable',
      `There is no way to ${where}${through} (${code || message}).`,
      'Check the network of this computer, a VPN, and whether the host is switched on.',
    );
  }
  if (/no matching/i.test(message)) {
    return failure(
      'noCommonAlgorithm',
      `${where} and Sitrep have no algorithm in common: ${message.replace(/^Handshake failed: /, '')}.`,
      "Use the system's ssh for this host (transport: ssh), or update the host's sshd.",
    );
  }
  if (stage === 'banner' || message === hungUp || /lost before handshake/i.test(message)) {
    return failure(
      'noBanner',
      `${where} accepts connections${through} but hangs up before it says anything (${message}).`,
      'It may limit connections (MaxStartups, PerSourcePenalties, fail2ban) or be short of memory; its console or its log tells.',
    );
  }
  if (/bad packet length/i.test(message) && stage === 'authentication') {
    return failure(
      'needsSystemSsh',
      `${where} sent more at once than ssh2 takes: its Banner is probably very long.`,
      "Shorten the Banner of its sshd, or use the system's ssh for this host (transport: ssh).",
    );
  }
  // A code is the network's; without one it was the server's own decision.
  if (stage === 'authentication' && code === '') {
    return failure(
      'authenticationRefused',
      `${where} ended the log-in: ${message}.`,
      'Its log tells more: "journalctl -u ssh" there. Too many keys in the agent can be the reason: set IdentitiesOnly.',
    );
  }
  if (stage === 'keyExchange') {
    return failure(
      'lost',
      `The key exchange with ${where} failed: ${message}.`,
      'Try again; where it stays, "ssh -v" shows more.',
    );
  }
  if (stage === 'dialling') {
    return failure(
      'unreachable',
      `${where} cannot be reached${through}: ${message}.`,
      'Check the address, the network and, where there is one, the jump host.',
    );
  }
  return failure('lost', `The connection to ${where} was lost: ${message}.`, 'Sitrep connects again by itself.');
}

/** What is said when the time for a stage is over. */
export function timeoutFailure(stage: ConnectionStage, seconds: number, to: Destination): ConnectionFailure {
  const where = `${to.host} (${to.address} port ${to.port})`;
  if (stage === 'dialling') {
    return {
      kind: 'timedOut',
      text: `${where} did not answer within ${seconds} s.`,
      mend: 'Check that it is switched on and that no firewall drops the packets.',
    };
  }
  if (stage === 'banner') {
    return {
      kind: 'noBanner',
      text: `${where} accepts connections, but its SSH server said nothing within ${seconds} s.`,
      mend: 'The host may be frozen or out of memory, or something else listens on that port: look at its console.',
    };
  }
  return {
    kind: 'timedOut',
    text: `${where} stopped answering during the ${stage === 'keyExchange' ? 'key exchange' : 'log-in'} (${seconds} s).`,
    mend: 'The host or the network is overloaded, or packets are too long for the way (MTU): try again, then look at its console.',
  };
}

/** Node tries several addresses at once and then reports all their errors as one. */
function mostTelling(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const all = error.errors.map(mostTelling);
    return all.find(({ code }) => code === 'ECONNREFUSED') ?? all[0] ?? { code: '', message: error.message };
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : '', message: error.message };
}
