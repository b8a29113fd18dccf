import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { wordClues } from '../words/wordClues.ts';
import { isLoud } from './lastWords.ts';

const beforeMs = 10 * 60_000;
const slackMs = 2_000;

/** What the service wrote into log files of its own since its last run began; many programs say nothing to the journal. */
export function ownLogClues(scene: Scene): readonly Clue[] {
  const began = scene.journal.find(({ at }) => !Number.isNaN(at))?.at ?? scene.startedAt;
  const from = Math.max((scene.startedAt ?? 0) - beforeMs, (began ?? 0) - slackMs);
  for (const [head, text] of sectionsOf(scene, 'Its own logs')) {
    const [, seconds = '', file = ''] = /^(\d+)\S* (\/.+)$/.exec(head) ?? [];
    if (file === '' || Number(seconds) * 1_000 < from) continue;
    const clues = wordClues(scene, text);
    if (clues.some(({ nearness }) => nearness <= 1))
      return clues.map((one) => ({ ...one, proof: `${file}\n${one.proof}` }));
    const last = linesOf(text)
      .slice(-3)
      .findLast((line) => isLoud(line));
    if (last !== undefined)
      return [clue('unit', 1, 'last-words', 'critical', `It wrote last into ${file}: ${last.trim()}`, text)];
  }
  return [];
}
