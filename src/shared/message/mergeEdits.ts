import { diff3Merge } from 'node-diff3';
import { cutAtAnchors } from '../text/cutAtAnchors.ts';

const options = { excludeFalseConflicts: true };

function merged(
  mine: string[],
  base: string[],
  theirs: string[],
  conflict: (mine: string[], base: string[], theirs: string[]) => string[],
) {
  const sections = cutAtAnchors([mine, base, theirs]).flatMap(([a = [], o = [], b = []]) =>
    diff3Merge([...a], [...o], [...b], options),
  );
  return sections.flatMap((region) => {
    if (region.ok !== undefined) return region.ok;
    return region.conflict === undefined ? [] : conflict(region.conflict.a, region.conflict.o, region.conflict.b);
  });
}

const words = (lines: string[]) => lines.join('').match(/\s+|[^\s]+/g) ?? [];

/** What a person added right before or after a word stays there when the word itself changes; else the person is right. */
function besideOr(kept: string[], base: string[], theirs: string[]): string[] {
  const [text, old, fresh] = [kept.join(''), base.join(''), theirs.join('')];
  if (old !== '' && text.startsWith(old)) return [fresh + text.slice(old.length)];
  if (old !== '' && text.endsWith(old)) return [text.slice(0, text.length - old.length) + fresh];
  return kept;
}

/** Line by line, then word by word where both changed a line; where both changed a word, the person is right. */
export function mergeEdits(mine: string, base: string, theirs: string): string {
  if (mine === base) return theirs;
  if (theirs === base) return mine;
  const lines = (text: string) => text.split(/(?<=\n)/);
  return merged(lines(mine), lines(base), lines(theirs), (a, o, b) =>
    merged(words(a), words(o), words(b), besideOr),
  ).join('');
}
