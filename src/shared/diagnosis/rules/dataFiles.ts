import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { mendFile } from './mending.ts';

/** Data files of the service that are not whole. */
export function jsonClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'Whether JSON is whole')].flatMap(([path, text]): readonly Clue[] => {
    const why = linesOf(text)[0];
    if (path === '' || why === undefined || /not found|Permission denied/.test(why)) return [];
    const line = /line (\d+)/.exec(why)?.[1];
    const isConfiguration = scene.ways.some(({ target }) => target === path) || /config|settings/.test(path);
    const at = line === undefined ? path : `${path}, line ${line}`;
    return [
      clue(
        'configuration',
        0,
        isConfiguration ? 'config-syntax' : 'json-broken',
        'critical',
        `${isConfiguration ? 'Error in' : 'Broken JSON in'} ${at}: ${why}`,
        `${path}: ${why}`,
        mendFile(scene, path),
      ),
    ];
  });
}
