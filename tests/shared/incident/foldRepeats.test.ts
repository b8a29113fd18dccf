import { describe, expect, it } from 'vitest';
import { foldRepeats } from '#shared/incident/foldRepeats.ts';
import type { Finding } from '#shared/run/run.ts';

const finding = (text: string, changes: Partial<Finding> = {}): Finding => ({
  id: text,
  severity: 'warning',
  text,
  proof: '',
  suggests: [],
  ...changes,
});
const saysAlready = (known: Finding, other: Finding): boolean => foldRepeats([known], [other]).rest.length === 0;
const suggests = (...ids: readonly string[]) => ids.map((actionId) => ({ actionId, reason: actionId }));

describe('a finding says already', () => {
  it.each([
    ['Nothing listens on port 3000', 'Nothing listens on the port.'],
    ['Port 3000 is held by python3 (PID 5)', 'The port is held by python3 (PID 5).'],
  ])('in "%s" what "%s" says', (known, other) => {
    expect(saysAlready(finding(known), finding(other))).toBe(true);
  });

  it.each([
    ['Port 3000 is held by python3 (PID 5)', 'Nothing listens on the port.'],
    ['The certificate is not expired', 'The certificate is expired.'],
    ['The file system / is 97 % full', 'The file system /srv is 97 % full.'],
  ])('not in "%s" what "%s" says', (known, other) => {
    expect(saysAlready(finding(known), finding(other))).toBe(false);
  });

  it('what a line of its proof shows, not words from here and there', () => {
    const other = finding('A JSON file is broken.');
    expect(saysAlready(finding('It ends', { proof: 'x\nerror: JSON file is broken (history)' }), other)).toBe(true);
    expect(saysAlready(finding('It ends', { proof: 'no JSON\nfile is\nbroken' }), other)).toBe(false);
  });

  it('nothing that is graver than itself', () => {
    const grave = finding('Nothing listens on the port.', { severity: 'critical' });
    expect(saysAlready(finding('Nothing listens on port 3000'), grave)).toBe(false);
  });
});

it('folds what a rule says again into what was seen, and keeps the remedies of both', () => {
  const seen = finding('Nothing listens on port 3000', { suggests: suggests('restart') });
  const again = finding('Nothing listens on the port.', { suggests: suggests('restart', 'look', 'look') });
  const own = finding('The proxy waited too long.');
  const { known, rest } = foldRepeats([seen], [again, own]);
  expect(known).toEqual([{ ...seen, suggests: suggests('restart', 'look') }]);
  expect(rest).toEqual([own]);
});
