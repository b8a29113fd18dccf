import type { Need } from '../clue.ts';
import type { Scene } from '../read/scene.ts';

/** The properties of the unit that show how it is. */
export const proofOfUnit = (scene: Scene): string =>
  scene
    .output('Unit state')
    .split('\n')
    .filter((line) => /^(?:Load|Active|Sub)State=|^(?:Result|NRestarts|ExecMainStatus|UnitFileState)=/.test(line))
    .join('\n');

/** What starts a unit again, by whether systemd may load it. */
export function needsOfLoad(load: string, reason: string): readonly Need[] {
  if (load === 'masked') return [{ kind: 'rejoin', reason: 'it takes the mask away and starts the unit' }];
  return load === 'not-found' ? [] : [{ kind: 'restart-unit', reason }];
}
