import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { outcomeBelow } from '#shared/check/outcomes.ts';
import { startTlsPorts } from '#shared/check/startTls.ts';
import { dayMs, hourMs, secondMs } from '#shared/time/instant.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { describeNetworkError } from './httpFromObserver.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';
import { startTls } from './startTls.ts';

type TlsCheck = Extract<CheckDefinition, { kind: 'tls' }>;

const defaultPort = 443;
const portOf = (check: TlsCheck): number =>
  check.port ?? (check.starttls === undefined ? defaultPort : startTlsPorts[check.starttls]);
/** Certificates that renew themselves do so a month before the end at the latest. */
const defaultWarningDays = 21;
const defaultCriticalDays = 7;

/** Days left of the certificate that a server shows, seen from the host with openssl. */
export function askTlsFromHost(check: TlsCheck, timeoutMs: number): Ask {
  const address = check.address.includes(':') ? `[${check.address}]` : check.address;
  const target = quote(`${address}:${portOf(check)}`);
  const name = isName(check.address) ? `-servername ${quote(check.address)}` : '-noservername';
  const begin = check.starttls === undefined ? '' : ` -starttls ${check.starttls}`;
  const seconds = Math.max(1, Math.floor(timeoutMs / 1000) - 1);
  const script = `command -v openssl >/dev/null 2>&1 || exit 127
t=; command -v timeout >/dev/null 2>&1 && t='timeout ${seconds}'
date +now=%s
$t openssl s_client -connect ${target} ${name}${begin} </dev/null | openssl x509 -noout -dates`;
  return { where: 'host', script, read: (answer, { now }) => readTlsScript(check, answer, now) };
}

function readTlsScript(check: TlsCheck, answer: Answer, now: number): Reading {
  if (answer.exitCode === 127) return unknownReading('openssl is not installed on this host; set from: observer');
  // The host's clock where it tells it: two clocks are rarely wrong at once.
  const hostNow = Number(/^now=(\d+)$/m.exec(answer.stdout)?.[1] ?? Number.NaN) * secondMs;
  const dateAt = (name: string): number => Date.parse(new RegExp(`^${name}=(.+)$`, 'm').exec(answer.stdout)?.[1] ?? '');
  const until = dateAt('notAfter');
  if (!Number.isNaN(until))
    return readValidity(check, { from: dateAt('notBefore'), until }, Number.isNaN(hostNow) ? now : hostNow);
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
        const validity = { from: Date.parse(certificate.valid_from), until: Date.parse(certificate.valid_to) };
        return readValidity(check, validity, now);
      } catch (error) {
        return noCertificate(check, signal.aborted ? 'no answer in time' : describeNetworkError(error));
      }
    },
  };
}

async function shownCertificate(check: TlsCheck, signal: AbortSignal): Promise<DetailedPeerCertificate> {
  const target = { host: check.address, port: portOf(check) };
  const begun = check.starttls === undefined ? target : { socket: await startTls(target, check.starttls, signal) };
  return await new Promise((resolve, reject) => {
    const socket = connect({
      ...begun,
      rejectUnauthorized: false,
      ...(isName(check.address) ? { servername: check.address } : {}),
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

/** Servers are told which name is meant; an address is none. */
const isName = (address: string): boolean => /[a-z]/i.test(address) && !address.includes(':');

const noCertificate = (check: TlsCheck, why: string): Reading => ({
  outcome: 'critical',
  text: `${check.address}:${portOf(check)} shows no certificate: ${why}`,
  values: [],
});

/** A clock may be a day off, and a certificate is often used in the minute in which it was made. */
const clockSlackMs = 26 * hourMs;

type Validity = { readonly from: number; readonly until: number };

function readValidity(check: TlsCheck, { from, until }: Validity, now: number): Reading {
  const days = (until - now) / dayMs;
  const warning = check.warning ?? Math.max(defaultWarningDays, check.critical ?? defaultWarningDays);
  const critical = check.critical ?? Math.min(defaultCriticalDays, warning);
  const isEarly = from > now + clockSlackMs;
  const text = isEarly
    ? `is not valid before ${dateOf(from)}`
    : days <= 0
      ? `expired on ${dateOf(until)}`
      : `is valid for ${Math.floor(days)} more days, until ${dateOf(until)}`;
  return {
    outcome: isEarly ? 'critical' : outcomeBelow(days, warning, critical),
    text: `the certificate of ${check.address} ${text}`,
    values: [{ name: 'daysLeft', value: Math.round(days * 10) / 10, unit: 'd', warning, critical }],
  };
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
