import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/renderer/client/failureOf.ts';

describe('failures of requests', () => {
  it('are what the core said, with the place in the file', () => {
    const data = { what: 'lab.yaml is not valid', mend: 'Mend line 3.', line: 3, column: 7 };
    expect(failureOf(new ORPCError('INVALID', { data }))).toEqual(data);
  });

  it('never show a stack or an inner message', () => {
    const failure = failureOf(new TypeError("Cannot read properties of undefined (reading 'secret')"));
    expect(JSON.stringify(failure)).not.toMatch(/secret|TypeError/);
    expect(failure.mend).not.toBe('');
  });

  it('say that the connection was lost', () => {
    const lost = new Error('gone');
    lost.name = 'AbortError';
    expect(failureOf(lost).what).toMatch(/connection to Sitrep was lost/);
  });
});
