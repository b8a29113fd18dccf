import { type Clue, clue } from '../clue.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import type { Scene } from '../read/scene.ts';
import { mendFile } from './mending.ts';

const complaint =
  /\b(?:error|fatal|fail\w*|panic|cannot|could not|unable|invalid|refus\w+|denied|missing|exception|abort\w*|not \w+|no \w+|without|critical|emerg|halt\w*|corrupt\w*)\b|\bE\d{3,}|[A-Z]\w+(?:Error|Exception)\b/i;

/** What a program said last before it ended, where no rule knows the words: still the best lead there is. */
export function lastWordsClues(scene: Scene): readonly Clue[] {
  if (scene.isUp || scene.unit === null) return [];
  const said = scene.journal.filter((line) => !isOfSystemd(line) && line.text.trim() !== '');
  const line = said.findLast(({ text }) => complaint.test(text)) ?? said.at(-1);
  const status = scene.unit.get('ExecMainStatus') ?? '';
  if (line === undefined || /^(?:success|)$/.test(scene.unit.get('Result') ?? '')) return [];
  const isComplaint = complaint.test(line.text);
  const named = /(?:^|\s|["'(])(\/[\w./@-]+\/[\w.@-]+)/.exec(line.text)?.[1];
  const exit = /^[1-9]/.test(status) ? ` with exit status ${status}` : '';
  return [
    clue(
      'unit',
      isComplaint ? 1 : 2,
      'last-words',
      'critical',
      `It ended${exit} and said last: ${line.text.trim().slice(0, 220)}`,
      said
        .slice(-12)
        .map((one) => one.line)
        .join('\n'),
      named === undefined ? [] : mendFile(scene, named),
    ),
  ];
}
