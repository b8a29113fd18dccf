import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { fillText, fillVariables, variablesIn } from '#shared/runbook/variables.ts';

const declared = { unit: { default: 'nginx', pattern: '[a-z0-9@.-]+' }, folder: { pattern: '/.+' }, plain: {} };

describe('variables of a runbook', () => {
  it('fill in values and defaults, and leave alone what nobody declared', () => {
    expect(fillVariables("docker ps --format '{{.Names}}' {{ other }} {{unit}} {{unit}}", {}, declared)).toEqual({
      kind: 'filled',
      text: "docker ps --format '{{.Names}}' {{ other }} nginx nginx",
    });
    expect(fillVariables('systemctl restart {{unit}}', { unit: 'web' }, declared)).toEqual({
      kind: 'filled',
      text: 'systemctl restart web',
    });
    expect(variablesIn('{{unit}} {{folder}} {{.Names}} {{unit}}', declared)).toEqual(['unit', 'folder']);
  });

  it.each([
    [{ unit: 'a;b' }, /does not match its pattern/],
    [{ unit: 'nginx\nreboot' }, /line break/],
    [{ unit: '-H' }, /hyphen/],
    [{ unit: '' }, /no value/],
  ])('refuse %j', (values, reason) => {
    const filled = fillVariables('systemctl restart {{unit}}', values, declared);
    expect(filled.kind === 'refused' && filled.reasons.join(' ')).toMatch(reason);
  });

  it('refuse a value that is missing, and one that is more than a word where no pattern allows it', () => {
    expect(fillVariables('ls {{folder}}', {}, declared).kind).toBe('refused');
    expect(fillVariables('ls {{plain}}', { plain: 'a b' }, declared).kind).toBe('refused');
  });

  it('quote what a shell would take apart, and refuse it inside quotes', () => {
    expect(fillVariables('ls {{folder}}/x', { folder: '/a b' }, declared)).toEqual({
      kind: 'filled',
      text: "ls '/a b'/x",
    });
    expect(fillVariables('ls "{{folder}}"', { folder: '/a b' }, declared).kind).toBe('refused');
    expect(fillText('http://x{{folder}}', { folder: '/a b' }, declared)).toEqual({
      kind: 'filled',
      text: 'http://x/a b',
    });
  });

  it('never let a value end the word that it stands in', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const filled = fillVariables('echo {{folder}}', { folder: value }, { folder: { pattern: '[\\s\\S]*' } });
        const text = filled.kind === 'filled' ? filled.text : 'echo refused';
        expect(text).toMatch(/^echo (?:[\w@%+=:,./-]+|'(?:[^']|'\\'')*')$/);
      }),
    );
  });
});
