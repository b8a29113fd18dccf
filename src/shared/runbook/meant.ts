import { nearestWord } from '../lab/nearestWord.ts';

/** How to mend a word that is not known: the one that was most likely meant, else what can be written. */
export function meant(word: string, known: readonly string[], otherwise: string): string {
  const nearest = nearestWord(word, known);
  return nearest === null ? otherwise : `Did you mean ${nearest}?`;
}
