import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { mendFile } from './mending.ts';

/** Files of the service that hold marks of a merge which nobody finished. */
export function conflictClues(scene: Scene): readonly Clue[] {
  const match = /^(\/[^:\n]+):(\d+):(?:<<<<<<<|>>>>>>>) (.*)$/m.exec(scene.output('Marks of a merge conflict'));
  if (match === null) return [];
  const [line, file = '', number = ''] = match;
  const text = `Marks of a merge conflict in ${file}, line ${number}: a merge was not finished`;
  return [
    clue(
      'configuration',
      scene.isUp ? 2 : 0,
      'merge-conflict',
      scene.isUp ? 'warning' : 'critical',
      text,
      line,
      mendFile(scene, file),
    ),
  ];
}
