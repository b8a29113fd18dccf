import { type Clue, clue, type Need } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import type { Way } from '../read/ways.ts';
import { mendMissing } from './mending.ts';
import { unitPlaceOf } from './unitPlace.ts';

const wayTo = (scene: Scene, path: string): Way | undefined =>
  [...scene.ways, ...scene.namedWays].find(({ target }) => target === path);

/** What is not there, and where on the way to it the nothing begins: a link, or a folder. */
export function missingText(scene: Scene, path: string, named = ''): string {
  const way = wayTo(scene, path);
  const link = way?.link ?? null;
  if (link !== null)
    return `Missing: ${path}: the link ${link.path} points to ${link.link ?? ''}, which is not there${named}`;
  const gone = way?.missing ?? null;
  return gone === null || gone === path
    ? `Missing: ${path}${named}`
    : `Missing: ${path}${named}: already ${gone} is not there`;
}

/** Settings after which a unit names what must exist; a `-` before a path says that it need not. */
const setting = /^(?:ExecStart(?:Pre)?|EnvironmentFile|WorkingDirectory)=/;

function isOptional(scene: Scene, path: string): boolean {
  return scene
    .output('Unit files')
    .split('\n')
    .some(
      (line) =>
        setting.test(line) &&
        new RegExp(String.raw`=[@+!:]*-[@+!:]*${path.replaceAll(/[.*+?^$()|[\]\\{}]/g, String.raw`\$&`)}(?:\s|$)`).test(
          line,
        ),
    );
}

/** Files and folders that the unit names and that are not there. */
export function missingFileClues(scene: Scene): readonly Clue[] {
  return scene.ways.flatMap(({ target, missing, link }): readonly Clue[] => {
    const isNamed = /\.\w+$|\/s?bin\//.test(target) || target === scene.unit?.get('WorkingDirectory') || link !== null;
    if (missing === null || !isNamed || isOptional(scene, target)) return [];
    const place = unitPlaceOf(scene, target);
    const needs: readonly Need[] = /\.d\//.test(place)
      ? [{ kind: 'set-aside-drop-ins', reason: 'a local drop-in of the unit asks for it' }]
      : [];
    const named = place === '' ? ', which the unit names' : `, which ${place} names`;
    const what = missingText(scene, target, named);
    return [
      clue(
        'configuration',
        scene.isUp ? 2 : 0,
        'missing-file',
        scene.isUp ? 'warning' : 'critical',
        what,
        `${target}: ${missing} is not there`,
        [...needs, ...mendMissing(scene, target)],
      ),
    ];
  });
}
