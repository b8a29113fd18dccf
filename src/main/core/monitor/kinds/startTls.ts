import { connect, type Socket } from 'node:net';
import type { StartTlsProtocol } from '#shared/check/startTls.ts';

/** One turn: what is said, what the answer must be, and what a refusal looks like. */
type Turn = { readonly say: string; readonly until: Finder; readonly unless: Finder };
/** The part of what was heard that decides; null where there is none. */
type Finder = (heard: string) => string | null;

const line =
  (pattern: RegExp): Finder =>
  (heard) =>
    pattern.exec(heard)?.[0] ?? null;

/** The result of an LDAP extended response (its tag is an x) stands behind the tag and the length of a number. */
const ldapResult =
  (isWanted: (code: number) => boolean): Finder =>
  (heard) => {
    const at = heard.indexOf('\n\u0001', heard.indexOf('x'));
    const code = at === -1 ? Number.NaN : heard.charCodeAt(at + 2);
    return Number.isNaN(code) || !isWanted(code) ? null : `result ${code}`;
  };

const smtpRefusal = line(/^[45]\d\d .*/m);
const imapRefusal = line(/^(\* BYE|a (NO|BAD)).*/m);

/** The dialogues of RFC 3207, 9051, 2595, 4217 and 5804, of PostgreSQL (SSLRequest) and of LDAP (RFC 4511, 4.14). */
const dialogues: Readonly<Record<StartTlsProtocol, readonly Turn[]>> = {
  smtp: [
    { say: '', until: line(/^220 [^\n]*\n/m), unless: smtpRefusal },
    { say: 'EHLO sitrep.invalid\r\n', until: line(/^250 [^\n]*\n/m), unless: smtpRefusal },
    { say: 'STARTTLS\r\n', until: line(/^220[^\n]*\n/m), unless: smtpRefusal },
  ],
  imap: [
    { say: '', until: line(/^\* (OK|PREAUTH)[^\n]*\n/m), unless: imapRefusal },
    { say: 'a STARTTLS\r\n', until: line(/^a OK[^\n]*\n/m), unless: imapRefusal },
  ],
  pop3: [
    { say: '', until: line(/^\+OK[^\n]*\n/m), unless: line(/^-ERR.*/m) },
    { say: 'STLS\r\n', until: line(/^\+OK[^\n]*\n/m), unless: line(/^-ERR.*/m) },
  ],
  ftp: [
    { say: '', until: line(/^220 [^\n]*\n/m), unless: smtpRefusal },
    { say: 'AUTH TLS\r\n', until: line(/^234[^\n]*\n/m), unless: smtpRefusal },
  ],
  sieve: [
    { say: '', until: line(/^OK[^\n]*\n/m), unless: line(/^(NO|BYE).*/m) },
    { say: 'STARTTLS\r\n', until: line(/^OK[^\n]*\n/m), unless: line(/^(NO|BYE).*/m) },
  ],
  postgres: [{ say: '\x00\x00\x00\x08\x04\xd2\x16\x2f', until: line(/^S/), unless: line(/^[^S]/) }],
  ldap: [
    {
      say: '\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037',
      until: ldapResult((code) => code === 0),
      unless: ldapResult((code) => code !== 0),
    },
  ],
};

/** A connection on which TLS may begin now. Rejects with what the server answered instead, or the signal's reason. */
export async function startTls(
  target: { readonly host: string; readonly port: number },
  protocol: StartTlsProtocol,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect(target);
  // Between two turns nobody else listens, and a socket's error must find somebody.
  socket.on('error', () => undefined);
  try {
    for (const turn of dialogues[protocol]) await take(turn, socket, protocol, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function take({ say, until, unless }: Turn, socket: Socket, protocol: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const settle = (outcome: () => void): void => {
      socket.off('data', hear).off('error', fail).off('close', end);
      signal.removeEventListener('abort', abort);
      outcome();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const end = (): void => fail(new Error('the connection was closed before TLS began'));
    const abort = (): void => fail(signal.reason as Error);
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString('latin1');
      const refusal = unless(heard);
      if (until(heard) !== null) settle(resolve);
      else if (refusal !== null) fail(new Error(refusedWords(protocol, refusal)));
    };
    socket.on('data', hear).on('error', fail).on('close', end);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else if (say !== '') socket.write(Buffer.from(say, 'latin1'));
  });
}

function refusedWords(protocol: string, answer: string): string {
  const words = /^[\x20-\x7e]{2,}/.exec(answer)?.[0].trim() ?? '';
  return `the ${protocol} server offers no TLS${words === '' ? '' : ` (${words})`}`;
}
