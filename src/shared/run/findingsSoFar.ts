import type { Finding } from './run.ts';

/**
 * What may be told of a look that still goes on: what was seen to be wrong, or to have changed. That something is
 * sound, or cannot be known, is decided only once every output is in.
 */
export const findingsSoFar = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity !== 'ok' && severity !== 'unknown');
