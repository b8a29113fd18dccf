import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';

/** How close the unit's main process is to its limit of open files. */
export function openFileClues(scene: Scene): readonly Clue[] {
  const text = scene.output('Open files');
  const limit = Number(/Max open files\s+(\d+)/i.exec(text)?.[1] ?? Number.NaN);
  const open = Number(/^open (\d+)$/m.exec(text)?.[1] ?? 0);
  if (!(open > 0.9 * limit)) return [];
  return [
    clue(
      'resources',
      0,
      'too-many-files',
      'critical',
      `It has ${String(open)} of ${String(limit)} allowed files open`,
      text.trim(),
      [{ kind: 'restart-unit', reason: 'a fresh process has none open' }],
    ),
  ];
}
