import type { Clue } from '../clue.ts';
import type { JournalLine } from '../read/journalLines.ts';
import type { Scene } from '../read/scene.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import { answerWords } from './answerWords.ts';
import { codeWords } from './codeWords.ts';
import { configurationWords } from './configurationWords.ts';
import { databaseWords } from './databaseWords.ts';
import { fileWords } from './fileWords.ts';
import { lastMatch } from './lastMatch.ts';
import { limitWords } from './limitWords.ts';
import { networkWords } from './networkWords.ts';
import { portWords } from './portWords.ts';
import { startWords } from './startWords.ts';
import { tlsWords } from './tlsWords.ts';
import type { WordRule } from './word.ts';

/** Every rule on the words of programs; of equals the one that stands first is the nearer to the cause. */
export const programWords: readonly WordRule[] = [
  ...portWords,
  ...configurationWords,
  ...codeWords,
  ...limitWords,
  ...databaseWords,
  ...tlsWords,
  ...answerWords,
  ...networkWords,
  ...fileWords,
];

const longestLine = 500;
const longestText = 40_000;
const quiet =
  /^\W*(?:[\d\-:.,TZ+ /]{0,35}\W*)?(?:\[?(?:info|debug|trace)\]?\b|[^\n]{0,40}\blevel=(?:info|debug|trace)\b)/i;
const mild = /\b(?:warn(?:ing)?|notice|deprecat\w+)\b/i;

/** The lines of a text that a match touches, and no more than a screen. */
function proofOf(text: string, match: RegExpExecArray): string {
  const from = text.lastIndexOf('\n', match.index - 1) + 1;
  const end = text.indexOf('\n', match.index + match[0].length);
  return text
    .slice(from, end === -1 ? undefined : end)
    .split('\n')
    .slice(-20)
    .join('\n')
    .slice(-2_000);
}

function read(rules: readonly WordRule[], scene: Scene, text: string): readonly Clue[] {
  const found = rules.flatMap((rule) => {
    const match = lastMatch(rule, text);
    const proof = match === undefined ? '' : proofOf(text, match);
    const made = match === undefined ? null : rule.make({ scene, match, proof });
    return made === null ? [] : [{ made, isMild: mild.test(proof.split('\n').at(-1) ?? '') }];
  });
  const isOnlyMild = found.every((one) => one.isMild);
  const clues = found.map(({ made, isMild }) =>
    isMild && !isOnlyMild && made.nearness < 2 ? { ...made, nearness: 2 as const } : made,
  );
  return clues.filter((one, index) => clues.findIndex(({ id }) => id === one.id) === index);
}

/** What Perl adds to an error: only that it ended because of it, at the place that asked for the broken part. */
const sequel = /\bBEGIN failed--|\bCompilation failed in require|^Execution of \S+ aborted/;

const cut = (said: string): string =>
  said
    .slice(-longestText)
    .split('\n')
    .filter((line) => !sequel.test(line))
    .map((line) => line.slice(0, longestLine))
    .join('\n');

/** What the words of programs establish, each kind once. What they only note counts where nothing else was said. */
export function wordClues(scene: Scene, said: string): readonly Clue[] {
  const lines = cut(said).split('\n');
  const loud = read(programWords, scene, lines.filter((line) => !quiet.test(line)).join('\n'));
  return loud.length > 0 ? loud : read(programWords, scene, lines.join('\n'));
}

/** What the unit's own journal establishes: the words of systemd by rules of their own, since they name programs, not causes. */
export const journalWordClues = (scene: Scene, answers: string): readonly Clue[] =>
  linesWordClues(scene, scene.journal, answers);

/** The same for lines of any journal. */
export function linesWordClues(scene: Scene, lines: readonly JournalLine[], answers = ''): readonly Clue[] {
  const [own, others] = [lines.filter(isOfSystemd), lines.filter((line) => !isOfSystemd(line))];
  const text = (some: typeof own) => some.map((line) => line.text).join('\n');
  return [...read(startWords, scene, cut(text(own))), ...wordClues(scene, [text(others), answers].join('\n'))];
}

/** The same for any output, in which the words of systemd and of programs stand side by side. */
export function outputWordClues(scene: Scene, said: string): readonly Clue[] {
  return read([...startWords, ...programWords], scene, cut(said));
}
