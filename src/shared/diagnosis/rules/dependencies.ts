import { type Clue, clue, type Need } from '../clue.ts';
import { readProperties } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';
import { unitPlaceOf } from './unitPlace.ts';

const names = (scene: Scene, property: string): readonly string[] =>
  (scene.unit?.get(property) ?? '').split(' ').filter((name) => name !== '');

/** Units that this one cannot run without, and what is wrong with them. */
export function dependencyClues(scene: Scene): readonly Clue[] {
  const hard = new Set(['Requires', 'Requisite', 'BindsTo'].flatMap((property) => names(scene, property)));
  const isDown = !scene.isUp;
  return readProperties(scene.output('What it needs')).flatMap((unit): readonly Clue[] => {
    const value = (name: string) => unit.get(name) ?? '';
    const [id, load, active] = [value('Id'), value('LoadState'), value('ActiveState')];
    const isHard = hard.has(id);
    const proof = [`${id}: LoadState=${load} ActiveState=${active} Result=${value('Result')}`, whereNamed(scene, id)]
      .filter(Boolean)
      .join('\n');
    if (load === 'not-found' || load === 'masked') {
      const what = load === 'masked' ? 'is masked' : 'does not exist on this host';
      const place = placeOf(scene, id);
      if (!isHard) return [softClue(id, what, load === 'masked', proof)];
      return [
        clue(
          'dependencies',
          isDown ? 0 : 1,
          'dependency-missing',
          isDown ? 'critical' : 'warning',
          `It needs ${id}, which ${what}${place === '' ? '' : ` (named in ${place})`}`,
          proof,
          missingNeeds(place, load === 'masked' ? id : null),
        ),
      ];
    }
    if (active === 'failed' || (isHard && active === 'inactive' && isDown && !/\.(?:target|slice)$/.test(id))) {
      const needs: readonly Need[] = [
        { kind: 'restart-unit', reason: `it starts ${id} again`, unit: id },
        { kind: 'reset-unit', reason: `starting the service starts ${id} first` },
        { kind: 'restart-unit', reason: `starting the service starts ${id} first` },
      ];
      return [
        clue(
          'dependencies',
          isHard && isDown ? 0 : 2,
          'dependency-failed',
          isHard ? 'critical' : 'warning',
          `It needs ${id}, which is ${active === 'failed' ? `failed (${value('Result')})` : 'not running'}`,
          proof,
          needs,
        ),
      ];
    }
    return [];
  });
}

/** What the unit only wants: systemd starts it all the same, and it may run badly without. */
function softClue(id: string, what: string, isMasked: boolean, proof: string): Clue {
  const unmask: readonly Need[] = isMasked
    ? [{ kind: 'rejoin', reason: `it takes the mask of ${id} away`, unit: id }]
    : [];
  return clue(
    'dependencies',
    isMasked ? 2 : 3,
    `dependency:${id}`,
    isMasked ? 'warning' : 'info',
    `It wants ${id}, which ${what}`,
    proof,
    unmask,
  );
}

const missingNeeds = (place: string, masked: string | null): readonly Need[] => [
  ...(masked === null ? [] : [{ kind: 'rejoin', reason: `it takes the mask of ${masked} away`, unit: masked }]),
  ...(/\.d\//.test(place) ? [{ kind: 'set-aside-drop-ins', reason: 'the requirement stands in a local drop-in' }] : []),
  { kind: 'reset-unit', reason: 'it loads unit files again, once the missing one is back' },
];

const placeOf = (scene: Scene, id: string) => unitPlaceOf(scene, id, /^(?:Requires|Requisite|BindsTo|Wants)=/);

const whereNamed = (scene: Scene, id: string): string => {
  const place = placeOf(scene, id);
  return place === '' ? '' : `${place}: ${id}`;
};
