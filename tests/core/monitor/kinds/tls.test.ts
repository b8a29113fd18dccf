import { expect, it } from 'vitest';
import { askTlsFromHost } from '#core/monitor/kinds/tls.ts';

const now = Date.UTC(2026, 10, 28);
const read = (stdout: string, limits: { readonly warning?: number; readonly critical?: number } = {}) => {
  const ask = askTlsFromHost({ id: 't', kind: 'tls', address: 'nas.lan', ...limits }, 10_000);
  if (ask.where !== 'host') throw new Error('asked elsewhere');
  return ask.read({ exitCode: 0, stdout, stderr: '', tookMs: 1 }, { last: null, wasKnown: false, now });
};
const dates = (from: string, until: string): string => `notBefore=${from}\nnotAfter=${until}\n`;

it.each([
  ['Nov  1 00:00:00 2026 GMT', 'Feb  1 00:00:00 2027 GMT', 'ok', /valid for 65 more days, until 2027-02-01/],
  ['Nov  1 00:00:00 2026 GMT', 'Dec 10 00:00:00 2026 GMT', 'warning', /valid for 12 more days/],
  ['Nov  1 00:00:00 2026 GMT', 'Dec  1 00:00:00 2026 GMT', 'critical', /valid for 3 more days/],
  ['Nov  1 00:00:00 2025 GMT', 'Nov 27 00:00:00 2026 GMT', 'critical', /expired on 2026-11-27/],
  ['Dec  1 00:00:00 2026 GMT', 'Nov 29 00:00:00 2027 GMT', 'critical', /is not valid before 2026-12-01/],
  ['Nov 29 01:00:00 2026 GMT', 'Nov 28 00:00:00 2027 GMT', 'ok', /valid for 365 more days/],
])('judges a certificate from %s to %s as %s', (from, until, outcome, text) => {
  const reading = read(dates(from, until));
  expect(reading.outcome).toBe(outcome);
  expect(reading.text).toMatch(text);
});

it('keeps the limits in order where only one was given', () => {
  const value = (limits: Parameters<typeof read>[1]) =>
    read(dates('Nov  1 00:00:00 2026 GMT', 'Feb  1 00:00:00 2027 GMT'), limits).values[0];
  expect(value({ warning: 3 })).toMatchObject({ warning: 3, critical: 3 });
  expect(value({ critical: 40 })).toMatchObject({ warning: 40, critical: 40 });
});

it('goes by the clock of the host, since our own may have jumped', () => {
  const hostNow = `now=${Date.UTC(2026, 11, 5) / 1000}\n`;
  const reading = read(hostNow + dates('Nov  1 00:00:00 2026 GMT', 'Dec  1 00:00:00 2026 GMT'));
  expect(reading.text).toMatch(/expired on 2026-12-01/);
});
