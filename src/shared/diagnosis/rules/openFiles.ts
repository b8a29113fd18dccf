import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { asideOf } from '../words/limitWords.ts';
import { unitPlaceOf } from './unitPlace.ts';

/** How close the unit's main process is to its limit of open files. */
export function openFileClues(scene: Scene): readonly Clue[] {
  const text = scene.output('Open files');
  const limit = Number(/Max open files\s+(\d+)/i.exec(text)?.[1] ?? Number.NaN);
  const open = Number(/^open (\d+)$/m.exec(text)?.[1] ?? 0);
  if (!(open > 0.9 * limit)) return [];
  const place = unitPlaceOf(scene, '', /^LimitNOFILE=/);
  return [
    clue(
      'resources',
      0,
      'too-many-files',
      'critical',
      `It has ${String(open)} of ${String(limit)} allowed files open${place === '' ? '' : ` (LimitNOFILE in ${place})`}`,
      text.trim(),
      [...asideOf(place), { kind: 'restart-unit', reason: 'a fresh process has none open' }],
    ),
  ];
}
