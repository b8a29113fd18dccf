import type { RunOutcome } from './run.ts';

const words: Readonly<Record<RunOutcome['kind'], string>> = {
  succeeded: 'done',
  failed: 'failed',
  refused: 'refused, nothing was changed',
  cancelled: 'stopped',
  unknown: 'nobody knows how it ended, look first',
};

/** How a run ended, in the few words that a menu or a title has room for. */
export const outcomeWord = ({ kind }: RunOutcome): string => words[kind];
