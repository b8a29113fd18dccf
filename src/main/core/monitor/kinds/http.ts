import { acceptsStatus } from '#shared/check/acceptsStatus.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type Ask, type Reading } from './reading.ts';

export type HttpCheck = Extract<CheckDefinition, { kind: 'http' }>;

/** What came back of a request; `seconds` is null where it could not be measured. */
export type HttpAnswer = { readonly status: number; readonly body: string; readonly seconds: number | null };

/** Most bytes of a body that are looked at: its end, where the body is longer. */
export const lookedAtBytes = 262_144;

/** Asked on the host with curl, or wget where there is none. */
export function askHttpFromHost(check: HttpCheck, timeoutMs: number): Ask {
  return { where: 'host', script: httpScript(check, timeoutMs), read: (answer) => readHostHttp(check, answer) };
}

function httpScript(check: HttpCheck, timeoutMs: number): string {
  const seconds = Math.max(1, Math.floor(timeoutMs / 1000) - 1);
  const url = quote(check.url);
  const insecure = check.verifyTls === false;
  const wantsBody = check.contains !== undefined;
  // -g: brackets and braces in an address mean themselves.
  const curl = `curl -gsS${insecure ? 'k' : ''} -m ${seconds} -A Sitrep -w '\\n%{http_code} %{time_total}\\n'`;
  // Some builds of busybox crash on -T; the timeout command does its work.
  const wget = `$t wget -q -S -O - -U Sitrep${insecure ? ' --no-check-certificate' : ''} ${url}`;
  return `if command -v curl >/dev/null 2>&1; then ${wantsBody ? `${curl} ${url} | tail -c ${lookedAtBytes}` : `${curl} -o /dev/null ${url}`}
elif command -v wget >/dev/null 2>&1; then echo wget; t=; command -v timeout >/dev/null 2>&1 && t='timeout ${seconds}'
${wget} ${wantsBody ? `| tail -c ${lookedAtBytes}` : '>/dev/null'}
else exit 127; fi`;
}

function readHostHttp(check: HttpCheck, answer: Answer): Reading {
  if (answer.exitCode === 127) {
    return unknownReading('neither curl nor wget is installed on this host; install curl, or set from: observer');
  }
  const viaWget = answer.stdout.startsWith('wget\n');
  const found = viaWget ? wgetAnswer(answer) : curlAnswer(answer);
  if (found === null) return noAnswer(check, whyNot(answer));
  return readHttp(check, found);
}

/** `timeout` ends with 124, or with the signal that it sent. */
function whyNot({ exitCode, stderr }: Answer): string {
  const said = firstLine(stderr).replace(/^curl: \(\d+\) |^wget: /, '');
  if (said === '' && [124, 137, 143].includes(exitCode)) return 'no answer in time';
  if (/self.signed/i.test(said)) return `${said} (verifyTls: false accepts it)`;
  return said || 'the connection was refused or cut';
}

function curlAnswer(answer: Answer): HttpAnswer | null {
  const [, body, status, seconds] = /^([\s\S]*)\n(\d{3}) ([\d.]+)\n$/.exec(answer.stdout) ?? [];
  if (body === undefined || status === '000') return null;
  return { status: Number(status), body, seconds: Number(seconds) };
}

function wgetAnswer(answer: Answer): HttpAnswer | null {
  const status = [...answer.stderr.matchAll(/HTTP\/[\d.]+ (\d{3})/g)].at(-1)?.[1];
  if (status === undefined) return null;
  return { status: Number(status), body: answer.stdout.slice('wget\n'.length), seconds: answer.tookMs / 1000 };
}

/** Nothing that speaks HTTP answered. */
export function noAnswer(check: HttpCheck, why: string): Reading {
  return { outcome: 'critical', text: `${check.url} does not answer: ${why}`, values: [] };
}

/** Judges an answer by status, body and time. */
export function readHttp(check: HttpCheck, answer: HttpAnswer): Reading {
  const { status, body, seconds } = answer;
  const time = seconds === null ? '' : ` in ${formatSeconds(seconds)}`;
  const values = [
    ...(seconds === null
      ? []
      : [
          {
            name: 'time',
            value: seconds,
            unit: 's',
            ...(check.warnAfter === undefined ? {} : { warning: check.warnAfter }),
          },
        ]),
    { name: 'status', value: status, unit: '' },
  ];
  const accepted = check.status ?? '2xx,3xx';
  if (!acceptsStatus(accepted, status)) {
    return { outcome: 'critical', text: `${check.url} answers ${status} instead of ${accepted}`, values };
  }
  if (check.contains !== undefined && !body.includes(check.contains)) {
    return { outcome: 'critical', text: `${check.url} answers ${status}, but without "${check.contains}"`, values };
  }
  if (check.warnAfter !== undefined && seconds !== null && seconds >= check.warnAfter) {
    return { outcome: 'warning', text: `${check.url} is slow: ${status}${time}`, values };
  }
  return { outcome: 'ok', text: `${check.url} answers ${status}${time}`, values };
}

function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}
