import type { Effect } from '../../run/run.ts';

/** What a command does to a host, and the sentence that says why it counts as that. */
export type Verdict = { readonly effect: Effect; readonly why: string };

export const reads: Verdict = { effect: 'reads', why: 'it only reads' };

/** May change something, or cannot be proved not to. */
export function changes(why: string): Verdict {
  return { effect: 'changes', why };
}

/** Obviously deletes, overwrites, resets, formats or stops. A label that warns, no guarantee. */
export function destroys(why: string): Verdict {
  return { effect: 'destroys', why };
}

const strength: Readonly<Record<Effect, number>> = { reads: 0, changes: 1, destroys: 2 };

/** The stronger of two, the first where they are alike. */
export function stronger(first: Verdict, second: Verdict): Verdict {
  return strength[second.effect] > strength[first.effect] ? second : first;
}

/** The first of the strongest. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  let result = reads;
  for (const verdict of verdicts) result = stronger(result, verdict);
  return result;
}
