import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { consentAsked } from '#shared/run/consentAsked.ts';
import { expand, findingsFrom } from '#shared/run/findingsFrom.ts';
import { failedSteps } from '#shared/run/failedSteps.ts';
import { resourcesClash, unitResource } from '#shared/run/resources.ts';
import { findingSchema } from '#shared/run/run.ts';
import type { StepOutput } from '#shared/run/stepOutput.ts';
import type { FindingRule } from '#shared/runbook/runbook.ts';

const said = (stdout: string, stderr = '', code = 0): StepOutput => ({
  command: 'look',
  end: { kind: 'exited', code },
  stdout,
  stderr,
});
const rule = (changes: Partial<FindingRule>): FindingRule => ({
  id: 'r',
  action: 'look',
  pattern: 'x',
  severity: 'warning',
  text: 'found',
  suggests: [],
  ...changes,
});

describe('findings by the rules of a runbook', () => {
  it('fills in groups by number and by name, and shows the line', () => {
    const rules = [
      rule({ pattern: String.raw`disk (\S+) at (?<percent>\d+)%`, text: '$1 is $<percent> % full, $9$<no>' }),
    ];
    const [finding] = findingsFrom(rules, 'look', [said('one\nwarn: disk /tank at 97% now\nthree')]);
    expect(finding).toMatchObject({ text: '/tank is 97 % full, ', proof: 'warn: disk /tank at 97% now' });
  });

  it('looks only at the action that it is for, at the errors too, and skips patterns that are none', () => {
    const rules = [
      rule({ id: 'other', action: 'else' }),
      rule({ id: 'broken', pattern: '(' }),
      rule({ id: 'error', pattern: 'boom' }),
    ];
    expect(findingsFrom(rules, 'look', [said('x', 'boom')]).map(({ id }) => id)).toEqual(['error']);
  });

  it('are always valid events, whatever was said', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        fc.integer({ min: 0, max: 255 }),
        (stdout, text, code) => {
          const outputs = [said(stdout, '', code)];
          const rules = [rule({ pattern: '(?<a>.)', text })];
          const found = [...findingsFrom(rules, 'look', outputs), ...failedSteps(outputs)];
          for (const finding of found) findingSchema.parse(finding);
        },
      ),
    );
  });

  it('never lets a group bring line breaks into a finding', () => {
    const match = /(?<all>[^]*)/.exec('a\nb\r\n  c');
    expect(match === null ? '' : expand('$<all>|$1', match)).toBe('a b c|a b c');
  });
});

describe('what runs hold and ask', () => {
  it('clashes on the same unit however it is written, and with what holds the whole host', () => {
    expect(resourcesClash(unitResource('a.service'), unitResource('a'))).toBe(true);
    expect(resourcesClash(unitResource('a'), unitResource('b'))).toBe(false);
    expect(resourcesClash('host', unitResource('b'))).toBe(true);
    expect(resourcesClash('none', 'host')).toBe(false);
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => resourcesClash(a, b) === resourcesClash(b, a)));
  });

  it('asks a confirmation where a click would do but something pays for it, and never less than the plan', () => {
    const cost = [{ verdict: 'cost' as const, text: 'x' }];
    const asked = (consent: 'none' | 'click' | 'confirm' | 'type', items: typeof cost) =>
      consentAsked({ effect: 'changes', consent }, items);
    expect([asked('click', []), asked('click', cost), asked('type', cost), asked('none', [])]).toEqual([
      'click',
      'confirm',
      'type',
      'none',
    ]);
    expect(consentAsked({ effect: 'reads', consent: 'click' }, cost)).toBe('none');
  });
});
