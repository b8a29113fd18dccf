import type { Finding } from '../run/run.ts';
import { compareFindings } from './suggestedActions.ts';

/** Words that say nothing of their own. */
const fillers = new Set(['', 'a', 'an', 'the', 'its', 'it', 'this', 'that']);
const negations = new Set(['no', 'not', 'nothing', 'never', 'none', 'cannot', 'without']);

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}_./@:-]+/u);
  return new Set(words.map((word) => word.replace(/[.:]$/, '')).filter((word) => !fillers.has(word)));
}

/**
 * Whether a line holds every word of a text, and denies nothing that the text does not deny: `Nothing listens on port
 * 3000` holds `Nothing listens on the port.`
 */
function holds(line: ReadonlySet<string>, words: ReadonlySet<string>): boolean {
  return words.size > 0 && words.isSubsetOf(line) && line.intersection(negations).isSubsetOf(words);
}

export type Folded = {
  /** What Sitrep saw itself, each with what the repeats of it suggest beside its own. */
  readonly known: readonly Finding[];
  /** What says something of its own. */
  readonly rest: readonly Finding[];
};

/**
 * Folds what a runbook's rules say again into what Sitrep's own looks found: each rule's finding that one at least as
 * grave already says, in its text or in one line of its proof.
 */
export function foldRepeats(known: readonly Finding[], ruled: readonly Finding[]): Folded {
  const lines = known.map(({ text, proof }) => [text, ...proof.split('\n')].map(wordsOf));
  const intoWhich = ruled.map((other) => {
    const words = wordsOf(other.text);
    return known.findIndex(
      (one, index) => compareFindings(one, other) <= 0 && (lines[index] ?? []).some((line) => holds(line, words)),
    );
  });
  return {
    known: known.map((one, index) =>
      withSuggestions(
        one,
        ruled.filter((_other, at) => intoWhich[at] === index),
      ),
    ),
    rest: ruled.filter((_other, at) => intoWhich[at] === -1),
  };
}

function withSuggestions(finding: Finding, repeats: readonly Finding[]): Finding {
  const all = [finding, ...repeats].flatMap(({ suggests }) => suggests);
  const suggests = all.filter((one, index) => all.findIndex(({ actionId }) => actionId === one.actionId) === index);
  return repeats.length === 0 ? finding : { ...finding, suggests };
}
