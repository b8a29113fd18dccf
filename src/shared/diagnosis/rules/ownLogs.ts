import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import { linesSince } from '../read/logLines.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { wordClues } from '../words/wordClues.ts';
import { isLoud } from './lastWords.ts';

const slackMs = 2_000;

/** What the service wrote into log files of its own since its last run began; many programs say nothing to the journal. */
export function ownLogClues(scene: Scene): readonly Clue[] {
  const began = scene.journal.find(({ at }) => !Number.isNaN(at))?.at ?? 0;
  const since = Math.max(scene.since, began - slackMs);
  for (const [head, said] of sectionsOf(scene, 'Its own logs')) {
    const [, seconds = '', file = ''] = /^(\d+)\S* (\/.+)$/.exec(head) ?? [];
    if (file === '' || Number(seconds) * 1_000 < since) continue;
    const text = linesSince(said, since, scene.zone);
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
