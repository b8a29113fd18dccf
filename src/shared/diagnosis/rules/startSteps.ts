import { type Clue, clue, type Need } from '../clue.ts';
import { isOfSystemd } from '../read/lastRun.ts';
import type { Scene } from '../read/scene.ts';
import { proofOfUnit } from './unitProof.ts';
import { readUnitSettings } from '../read/unitSettings.ts';

/** What systemd could not do before it could start the program, by its own exit statuses, and the setting for it. */
const startSteps: Readonly<Record<string, readonly [string, string]>> = {
  '200': ['its WorkingDirectory cannot be entered', 'WorkingDirectory='],
  '205': ['a limit of its cannot be set', 'Limit'],
  '208': ['its standard input cannot be opened', 'StandardInput='],
  '209': ['its standard output cannot be opened', 'StandardOutput='],
  '210': ['its root folder cannot be entered', 'Root'],
  '214': ['its scheduling cannot be set', 'CPUScheduling'],
  '215': ['its processors cannot be set', 'CPUAffinity='],
  '216': ['its group does not exist', 'Group='],
  '217': ['its user account does not exist', 'User='],
  '218': ['its capabilities cannot be set', 'Capabilit'],
  '222': ['its standard error cannot be opened', 'StandardError='],
  '224': ['its login session cannot be made', 'PAMName='],
  '225': ['its network cannot be set up', 'Network'],
  '226': ['its name space of mounts cannot be set up', 'Protect'],
  '228': ['its filter of system calls cannot be set', 'SystemCallFilter='],
  '229': ['its SELinux context cannot be set', 'SELinuxContext='],
  '231': ['its AppArmor profile cannot be set', 'AppArmorProfile='],
  '233': ['its RuntimeDirectory cannot be made', 'RuntimeDirectory='],
  '238': ['its StateDirectory cannot be made', 'StateDirectory='],
  '239': ['its CacheDirectory cannot be made', 'CacheDirectory='],
  '240': ['its LogsDirectory cannot be made', 'LogsDirectory='],
  '241': ['its ConfigurationDirectory cannot be made', 'ConfigurationDirectory='],
  '243': ['a credential that it asks for cannot be loaded', 'Credential'],
};

/** Below which folder systemd makes the folders of a unit of the system (systemd.exec(5)). */
const bases: Readonly<Record<string, string>> = {
  'RuntimeDirectory=': '/run',
  'StateDirectory=': '/var/lib',
  'CacheDirectory=': '/var/cache',
  'LogsDirectory=': '/var/log',
  'ConfigurationDirectory=': '/etc',
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
  const set = readUnitSettings(scene.output('Unit files')).findLast((one) => `${one.name}=`.includes(setting));
  const place = set?.place ?? '';
  const value = scene.unit?.get(setting.replace('=', '')) ?? set?.value ?? '';
  const base = bases[setting];
  const needs: readonly Need[] = /\.d\//.test(place)
    ? [{ kind: 'set-aside-drop-ins', reason: 'the setting stands in a local drop-in' }]
    : [];
  const folder = base === undefined ? '' : `, which is ${base}/${value}`;
  const named = value === '' ? '' : ` (${set?.name ?? setting.replace('=', '')}=${value}${folder})`;
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
