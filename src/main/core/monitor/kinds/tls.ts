import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { outcomeBelow } from '#shared/check/outcomes.ts';
import { dayMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { describeNetworkError } from './httpFromObserver.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

type TlsCheck = Extract<CheckDefinition, { kind: 'tls' }>;

const defaultPort = 443;
/** Certificates that renew themselves do so a month before the end at the latest. */
const defaultWarningDays = 21;
const defaultCriticalDays = 7;

/** Days left of the certificate that a server shows, seen from the host with openssl. */
export function askTlsFromHost(check: TlsCheck, timeoutMs: number): Ask {
  const target = quote(`${check.address}:${check.port ?? defaultPort}`);
  const seconds = Math.max(1, Math.floor(timeoutMs / 1000) - 1);
  const script = `command -v openssl >/dev/null 2>&1 || exit 127
t=; command -v timeout >/dev/null 2>&1 && t='timeout ${seconds}'
$t openssl s_client -connect ${target} -servername ${quote(check.address)} </dev/null | openssl x509 -noout -enddate`;
  return { where: 'host', script, read: (answer, { now }) => readTlsScript(check, answer, now) };
}

function readTlsScript(check: TlsCheck, answer: Answer, now: number): Reading {
  if (answer.exitCode === 127) return unknownReading('openssl is not installed on this host; set from: observer');
  const until = Date.parse(/^notAfter=(.+)$/m.exec(answer.stdout)?.[1] ?? '');
  if (!Number.isNaN(until)) return readExpiry(check, until, now);
  const why = /refused/i.test(answer.stderr) ? 'the connection was refused' : firstLine(answer.stderr) || 'no answer';
  return noCertificate(check, why);
}

/** The same from this computer. Any certificate is looked at: whether it is trusted is a question for `http`. */
export function askTlsFromObserver(check: TlsCheck): Ask {
  return {
    where: 'observer',
    ask: async (signal, { now }) => {
      try {
        const certificate = await shownCertificate(check, signal);
        return readExpiry(check, Date.parse(certificate.valid_to), now);
      } catch (error) {
        return noCertificate(check, signal.aborted ? 'no answer in time' : describeNetworkError(error));
      }
    },
  };
}

function shownCertificate(check: TlsCheck, signal: AbortSignal): Promise<DetailedPeerCertificate> {
  return new Promise((resolve, reject) => {
    const isName = /[a-z]/i.test(check.address) && !check.address.includes(':');
    const socket = connect({
      host: check.address,
      port: check.port ?? defaultPort,
      rejectUnauthorized: false,
      ...(isName ? { servername: check.address } : {}),
    });
    const abort = (): void => void socket.destroy(new Error('no answer in time'));
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate(true));
      socket.destroy();
    });
  });
}

const noCertificate = (check: TlsCheck, why: string): Reading => ({
  outcome: 'critical',
  text: `${check.address}:${check.port ?? defaultPort} shows no certificate: ${why}`,
  values: [],
});

function readExpiry(check: TlsCheck, until: number, now: number): Reading {
  const days = (until - now) / dayMs;
  const warning = check.warning ?? defaultWarningDays;
  const critical = check.critical ?? Math.min(defaultCriticalDays, warning);
  const on = new Date(until).toISOString().slice(0, 10);
  const text = days <= 0 ? `expired on ${on}` : `is valid for ${Math.floor(days)} more days, until ${on}`;
  return {
    outcome: outcomeBelow(days, warning, critical),
    text: `the certificate of ${check.address} ${text}`,
    values: [{ name: 'daysLeft', value: Math.round(days * 10) / 10, unit: 'd', warning, critical }],
  };
}
