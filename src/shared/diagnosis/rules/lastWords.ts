import { type Clue, clue } from '../clue.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import type { Scene } from '../read/scene.ts';
import { mendFile } from './mending.ts';

const complaint =
  /\b(?:error|fatal|fail\w*|panic|cannot|can't|could not|unable|invalid|refus\w+|denied|missing|exception|abort\w*|not \w+|no \w+|without|no such|critical|emerg|halt\w*|corrupt\w*|require[sd]?|must|unhandled|unexpected|already|in use|lock(?:ed|file)?|busy|stale|expired|exceed\w*|too \w+|wrong|bad|illegal|unsupported|mismatch\w*|incompatible|disabled|forbidden|timed? ?out|lost|broken|conflict\w*)\b|\bE\d{3,}|[A-Z]\w+(?:Error|Exception)\b/i;
/** What is said on the way out, whatever the reason was. */
const closing =
  /^\W*(?:[\d\-:.,TZ ]*)(?:\[?(?:error|fatal)\]?:? *)?(?:aborting|exiting|shutting down|giving up|goodbye|stopp(?:ed|ing)|terminat\w+)\W*$|unexplained error|exit(?:ed)? (?:with )?(?:code|status)/i;

/** Whether a line complains, and does not only say goodbye. */
export const isLoud = (text: string): boolean => complaint.test(text) && !closing.test(text);

/** What a program said last before it ended, where no rule knows the words: still the best lead there is. */
export function lastWordsClues(scene: Scene): readonly Clue[] {
  const result = scene.unit?.get('Result') ?? '';
  if (scene.isUp || scene.unit === null || (result === 'success' && scene.unit.get('ActiveState') === 'inactive'))
    return [];
  const said = scene.journal.filter((line) => !isOfSystemd(line) && line.text.trim() !== '');
  const loud = said.slice(-12).filter(({ text }) => isLoud(text));
  const lines = loud.length === 0 ? said.slice(-1) : loud.length === 1 ? loud : [loud[0], loud.at(-1)];
  const texts = lines.flatMap((line) => (line === undefined ? [] : [line.text.trim().slice(0, 130)]));
  if (texts.length === 0) return [];
  const status = scene.unit.get('ExecMainStatus') ?? '';
  const exit = /^[1-9]/.test(status) && scene.unit.get('ExecMainCode') !== '2' ? ` with exit status ${status}` : '';
  const named = /(?:^|\s|["'(])(\/[\w./@-]+\/[\w.@-]+)/.exec(texts.join(' '))?.[1];
  return [
    clue(
      'unit',
      loud.length > 0 ? 1 : 2,
      'last-words',
      'critical',
      `It ended${exit} and said last: ${texts.join(' ... ')}`,
      said
        .slice(-12)
        .map((one) => one.line)
        .join('\n'),
      named === undefined ? [] : mendFile(scene, named),
    ),
  ];
}
