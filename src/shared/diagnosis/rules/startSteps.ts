import { type Clue, clue, type Need } from '../clue.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import type { Scene } from '../read/scene.ts';
import { proofOfUnit } from './unitProof.ts';
import { unitPlaceOf } from './unitPlace.ts';

/** What systemd could not do before it could start the program, by its own exit statuses, and the setting for it. */
const startSteps: Readonly<Record<string, readonly [string, string]>> = {
  '200': ['its WorkingDirectory cannot be entered', 'WorkingDirectory='],
  '208': ['its standard input cannot be opened', 'StandardInput='],
  '209': ['its standard output cannot be opened', 'StandardOutput='],
  '216': ['its group does not exist', 'Group='],
  '217': ['its user account does not exist', 'User='],
  '226': ['its name space of mounts cannot be set up', 'Protect'],
  '233': ['its RuntimeDirectory cannot be made', 'RuntimeDirectory='],
  '238': ['its StateDirectory cannot be made', 'StateDirectory='],
  '239': ['its CacheDirectory cannot be made', 'CacheDirectory='],
  '240': ['its LogsDirectory cannot be made', 'LogsDirectory='],
};

/** systemd's own reason, which stands before the step that failed: `: /data/x: No such file or directory`. */
function saidBefore(scene: Scene): string {
  const reasons = scene.journal
    .filter(isOfSystemd)
    .flatMap(({ text }) => /: (?:Failed to (?!execute)[^:]*|Changing to [^:]*failed): (.*)$/.exec(text)?.[1] ?? []);
  const last = reasons.at(-1)?.replaceAll('/run/systemd/unit-root', '');
  return last === undefined ? '' : `: ${last}`;
}

/** The step of a start that systemd could not do itself, and its reason. */
export function startStepClue(scene: Scene, status: string): readonly Clue[] {
  const [what, setting] = startSteps[status] ?? [];
  if (what === undefined || setting === undefined || scene.isUp) return [];
  const place = unitPlaceOf(scene, setting, new RegExp(`^${setting}`));
  const value = scene.unit?.get(setting.replace('=', '')) ?? '';
  const needs: readonly Need[] = /\.d\//.test(place)
    ? [{ kind: 'set-aside-drop-ins', reason: 'the setting stands in a local drop-in' }]
    : [];
  const named = setting.endsWith('=') && value !== '' ? ` (${setting}${value})` : '';
  const why = saidBefore(scene);
  return [
    clue(
      'configuration',
      0,
      'start-step',
      'critical',
      `systemd cannot start the unit: ${what}${why}${named}${place === '' ? '' : `, set in ${place}`}`,
      proofOfUnit(scene),
      needs,
    ),
  ];
}
