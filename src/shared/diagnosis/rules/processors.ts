import { type Clue, clue, type Need } from '../clue.ts';
import { linesOf, readSections } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';

/** Processes that keep the processors busy now, from the second look of `top`. */
function busyProcesses(scene: Scene) {
  const text = readSections(scene.output('Processors and disks')).get('processes') ?? '';
  return linesOf(text).flatMap((line) => {
    const match = /^(\d+) ([\d.]+) (\S+) ?(.*)$/.exec(line);
    const unit = /([\w@.:\\-]+\.(?:service|scope))(?:\/[^/]*)?$/.exec(match?.[4] ?? '')?.[1] ?? null;
    return match === null ? [] : [{ pid: match[1] ?? '', percent: Number(match[2]), name: match[3] ?? '', unit, line }];
  });
}

/** The load, and who keeps the processors busy: it is short where they are all taken, not where one works hard. */
export function loadClues(scene: Scene): readonly Clue[] {
  const [, second = '', , cores = '1'] = scene.output('Uptime and load').split('\n');
  const perCore = Number(second.split(' ')[0]) / Math.max(1, Number(cores));
  const base = uptimeClues(scene);
  const busy = busyProcesses(scene).filter(({ percent }) => percent >= 25);
  const sum = busy.reduce((all, { percent }) => all + percent, 0);
  const isTaken = sum >= 90 * Math.max(1, Number(cores)) && perCore > 1;
  if (!isTaken) return perCore > 3 ? [...base, loadClue(perCore, second, busyProcesses(scene).length > 0)] : base;
  const names = busy
    .slice(0, 3)
    .map(
      ({ name, pid, percent, unit }) =>
        `${name} (${String(Math.round(percent))} %, PID ${pid}${unit === null ? '' : `, ${unit}`})`,
    );
  const [first] = busy;
  const own = first?.unit != null && bareUnit(first.unit) === bareUnit(scene.subject.unit ?? '');
  const needs: readonly Need[] =
    first?.unit == null
      ? []
      : [
          {
            kind: 'restart-unit',
            reason: `it ends ${first.name}, which takes most`,
            unit: own ? (scene.subject.unit ?? first.unit) : first.unit,
          },
        ];
  return [
    ...base,
    clue(
      'resources',
      1,
      'processors',
      'warning',
      `All processors are taken, most by ${names.join(', ')}`,
      busy.map(({ line }) => line).join('\n'),
      needs,
    ),
  ];
}

/** The load, and a start shortly ago, which is worth knowing. */
function uptimeClues(scene: Scene): readonly Clue[] {
  const [first = '', second = ''] = scene.output('Uptime and load').split('\n');
  const seconds = Number(first.split(' ')[0]);
  const load = Number(second.split(' ')[1]);
  if (first === '' || Number.isNaN(seconds) || Number.isNaN(load)) return [];
  const fresh = seconds < 900 ? `the host started ${String(Math.round(seconds / 60))} min ago, ` : '';
  return [clue('resources', 3, 'uptime', 'info', `${fresh}load ${String(load)}`, `${first}\n${second}`)];
}

const loadClue = (perCore: number, proof: string, isSeen: boolean): Clue =>
  clue(
    'resources',
    3,
    'load',
    'warning',
    `The load is ${perCore.toFixed(1)} per processor${isSeen ? ', and no process here takes much of it' : ''}`,
    proof,
  );
