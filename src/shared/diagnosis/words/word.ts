import { type Clue, clue, type Need, type Topic } from '../clue.ts';
import type { Scene } from '../read/scene.ts';

/** Words that were found, with the lines around them. */
export type Found = { readonly scene: Scene; readonly match: RegExpExecArray; readonly proof: string };

/** What programs say when something common is wrong, and the clue that it makes; null where it is none after all. */
export type WordRule = {
  readonly id: string;
  readonly pattern: RegExp;
  /** What the last line of every match holds, where the pattern itself is slow: it is only tried there. */
  readonly hint?: RegExp;
  readonly make: (found: Found) => Clue | null;
};

/** An absolute path in a pattern. */
export const path = String.raw`(?:\/[^\s:"'(),;\x60]+)`;

/** A group of a match by its name; alternatives carry it as `file`, `file2`, `file3`. Empty where none took part. */
export function group({ match }: Pick<Found, 'match'>, name: string): string {
  const told = Object.entries(match.groups ?? {}).filter(([key]) => key.replace(/[\dA-Z]$/, '') === name);
  return told.map(([, text]) => text).find((text) => text !== undefined && text !== '') ?? '';
}

/** The line that the words end in, without the time and level that programs put before it. */
export function lineOf({ match }: Pick<Found, 'match'>): string {
  const from = match.input.lastIndexOf('\n', match.index + match[0].length - 1) + 1;
  const end = match.input.indexOf('\n', from);
  return match.input
    .slice(from, end === -1 ? undefined : end)
    .replace(/^[\s[]*\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d| UTC)?\]?\s*(?:\[\d+\])?\s*/, '')
    .trim()
    .slice(0, 220);
}

export const restart = (reason: string): Need => ({ kind: 'restart-unit', reason });

/** A clue of fixed shape for words that need no second look. */
export const simply =
  (
    topic: Topic,
    nearness: Clue['nearness'],
    id: string,
    text: (found: Found) => string,
    needs: readonly Need[] | ((found: Found) => readonly Need[]) = [],
  ): WordRule['make'] =>
  (found) =>
    clue(topic, nearness, id, 'critical', text(found), found.proof, typeof needs === 'function' ? needs(found) : needs);

export const hostIn = (text: string): string => /https?:\/\/([\w.-]+)/.exec(text)?.[1] ?? '';

/** ` (http://x.lan)`: the last address that a text names; empty where it names none. */
export function urlIn(text: string): string {
  const url = /https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./~-]*)?/.exec(text)?.[0];
  return url === undefined ? '' : ` (${url})`;
}

/** `db.lan:5432`, as programs name what they call; null where a text does not. */
export const endpointIn = (text: string): string | null =>
  /https?:\/\/[\w.[\]-]+(?::\d+)?/.exec(text)?.[0] ??
  [...text.matchAll(/\b((?:\d{1,3}\.){3}\d{1,3}|localhost|[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]+)+):(\d{2,5})\b/g)].find(
    (one) => !isFile.test(one[1] ?? ''),
  )?.[0] ??
  null;

const isFile = /\.(?:py|[cm]?[jt]sx?|php|go|rs|rb|java|kt|pl|c|cc|cpp|h|lua|sh|conf|cfg|ini|json|ya?ml|toml|xml|log)$/;
