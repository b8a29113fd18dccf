import { describe, expect, it } from 'vitest';
import { identifierSchema } from '#shared/lab/identifiers.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { freeIdentifier } from '../../../src/renderer/setup/freeIdentifier.ts';
import { changedVariables, variableError } from '../../../src/renderer/setup/variables.ts';
import { fixtureLab } from '../fixtureLab.ts';

const runbook = {
  variables: {
    port: { default: '3000', pattern: '[0-9]{1,5}' },
    root: { pattern: '/.*' },
    odd: { default: 'x', pattern: '[' },
  },
} as Pick<Runbook, 'variables'> as Runbook;

describe('setting up', () => {
  it('finds an id that nothing has yet', () => {
    expect(freeIdentifier('New Box', fixtureLab)).toBe('new-box');
    expect(freeIdentifier('nas', fixtureLab)).toBe('nas-2');
    expect(identifierSchema.safeParse(freeIdentifier('x'.repeat(90), fixtureLab)).success).toBe(true);
  });

  it('takes a value only when the whole of it matches', () => {
    expect(variableError(runbook, 'port', '3000')).toBeNull();
    expect(variableError(runbook, 'port', '3000; reboot')).toMatch(/must match/);
    expect(variableError(runbook, 'root', '')).toBe('needs a value');
    expect(variableError(runbook, 'port', '')).toBeNull();
    expect(variableError(runbook, 'odd', 'anything')).toBeNull();
  });

  it('writes down only what differs from the runbook', () => {
    expect(changedVariables(runbook, { port: '3000', root: '/opt', odd: '' })).toEqual({ root: '/opt' });
  });
});
