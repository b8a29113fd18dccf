import { type Clue, clue, type Need } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { unitPlaceOf } from './unitPlace.ts';

type Result = {
  /** What it means, with the property that says how much. */
  readonly text: (scene: Scene) => string;
  /** The setting that decides it; where a local drop-in sets it, setting that aside helps. */
  readonly setting: RegExp;
  readonly topic: Clue['topic'];
  readonly why: string;
};

const property = (scene: Scene, name: string): string => scene.unit?.get(name) ?? '';
const seconds = (scene: Scene, name: string): string => {
  const value = property(scene, name);
  return value === '' || value === 'infinity' ? '' : ` (${name.replace('USec', 'Sec')} is ${value})`;
};

const signals: Readonly<Record<string, string>> = { '1': 'HUP', '2': 'INT', '3': 'QUIT', '9': 'KILL', '15': 'TERM' };
const signalName = (number: string): string =>
  `${number}${signals[number] === undefined ? '' : ` (${signals[number]})`}`;

/** systemd's own word on why it ended a unit, beyond an exit status. */
const results: Readonly<Record<string, Result>> = {
  watchdog: {
    text: (scene) =>
      `systemd ended it by its watchdog: it gave no sign of life in time${seconds(scene, 'WatchdogUSec')}; it hangs, or does not know the watchdog`,
    setting: /^WatchdogSec=/,
    topic: 'unit',
    why: 'a hang may not come again at once',
  },
  timeout: {
    text: (scene) =>
      `The start or stop took longer than systemd waits${seconds(scene, 'TimeoutStartUSec')}${property(scene, 'Type') === 'notify' ? ': it never said that it is ready (Type=notify)' : ''}`,
    setting: /^(?:Type|TimeoutStartSec|TimeoutSec|TimeoutStopSec)=/,
    topic: 'unit',
    why: 'the start may be faster once what it waits for is there',
  },
  protocol: {
    text: (scene) =>
      `The program did not start in the way that Type=${property(scene, 'Type')} asks for: it ended, or never told its main process`,
    setting: /^(?:Type|PIDFile)=/,
    topic: 'configuration',
    why: 'it may start in order once what it waits for is there',
  },
  signal: {
    text: (scene) =>
      `It was ended by the signal ${signalName(property(scene, 'ExecMainStatus'))}, which it did not send itself: somebody, or another program, ended it`,
    setting: /^(?:KillSignal|RuntimeMaxSec)=/,
    topic: 'unit',
    why: 'nothing in it failed by itself',
  },
  'oom-kill': {
    text: (scene) =>
      `The kernel ended it because memory ran out${/^\d+$/.test(property(scene, 'MemoryMax')) ? `; the unit allows MemoryMax=${property(scene, 'MemoryMax')} bytes` : ''}`,
    setting: /^Memory(?:Max|High|Limit)=/,
    topic: 'resources',
    why: 'a fresh process starts small',
  },
};

/** The result of the unit, where it tells more than its program did. */
export function resultClues(scene: Scene): readonly Clue[] {
  const told = scene.journal.flatMap(({ text }) => /Failed with result '([\w-]+)'/.exec(text)?.[1] ?? []);
  const name = [property(scene, 'Result'), ...told.toReversed()].find((one) => results[one] !== undefined) ?? '';
  const result = results[name];
  if (result === undefined || scene.isUp) return [];
  // Signals of the processor are crashes, which the words of systemd tell.
  if (name === 'signal' && signals[property(scene, 'ExecMainStatus')] === undefined) return [];
  const place = unitPlaceOf(scene, '', result.setting);
  const needs: readonly Need[] = [
    ...(/\.d\//.test(place) ? [{ kind: 'set-aside-drop-ins', reason: 'a local drop-in sets it' }] : []),
    { kind: 'restart-unit', reason: result.why },
  ];
  const where = place === '' ? '' : `, set in ${place}`;
  return [clue(result.topic, 1, `result-${name}`, 'critical', `${result.text(scene)}${where}`, told.join('\n'), needs)];
}
