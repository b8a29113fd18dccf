import { isPartyName } from './party.ts';

/** What stands in one box of a drawing made of characters: who, and what else. */
export type Box = { readonly name: string; readonly when: string; readonly line: number };

const lid = /[┌╔╭+][-─═━┬┴┼=]{2,}[┐╗╮+]/gu;
const floor = /[└╚╰+├┴┼]/u;
/** A box for people holds no more lines. */
const mostLines = 8;

/** The boxes of a drawing in reading order; none where there are fewer than two. */
export function boxesIn(text: string, firstLine: number): Box[] {
  const lines = text.split('\n');
  const floors = new Set<string>();
  const boxes = lines.flatMap((line, row) =>
    [...line.matchAll(lid)].flatMap((match): Box[] => {
      if (floors.has(`${row}:${match.index}`)) return [];
      const end = match.index + match[0].length;
      const below = lines.slice(row + 1, row + 1 + mostLines);
      const height = below.findIndex((one) => floor.test(one.charAt(match.index)));
      if (height < 1) return [];
      floors.add(`${row + 1 + height}:${match.index}`);
      const inside = below
        .slice(0, height)
        .map((one) =>
          one
            .slice(match.index, end)
            .replaceAll(/[│║|┃┤├]/gu, ' ')
            .replaceAll(/\s+/g, ' ')
            .trim(),
        )
        .filter((one) => one !== '');
      return inside.length === 0 ? [] : [{ ...named(inside), line: firstLine + row + 1 }];
    }),
  );
  return boxes.length < 2 ? [] : boxes;
}

/** So many lines as make a name are the name; the others say more of it. */
function named(lines: readonly string[]): Omit<Box, 'line'> {
  const upTo = lines.map((_, index) => lines.slice(0, index + 1).join(' '));
  const count = upTo.findIndex(isPartyName) + 1 || 1;
  const isLonger = count < lines.length && isPartyName(upTo[count] ?? '') && !/[:(\d]/.test(lines[count] ?? '');
  const taken = isLonger ? count + 1 : count;
  return { name: lines.slice(0, taken).join(' '), when: lines.slice(taken).join('; ') };
}
