import { type Clue, clue, type Need } from '../clue.ts';
import { linesOf, readSections } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';

type Process = {
  readonly pid: number;
  readonly kib: number;
  readonly percent: number;
  readonly unit: string;
  readonly name: string;
  readonly line: string;
};

function readProcesses(text: string): readonly Process[] {
  return linesOf(text).flatMap((line) => {
    const match = /^\s*(\d+)\s+(\S+)\s+(\d+)\s+([\d.]+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [, pid = '', , kib = '', percent = '', unit = '', args = ''] = match;
    return [
      {
        pid: Number(pid),
        kib: Number(kib),
        percent: Number(percent),
        unit,
        name: args.split(/[ :]/)[0]?.split('/').at(-1) ?? '',
        line: line.trim(),
      },
    ];
  });
}

function restartOf(scene: Scene, process: Process, reason: string): readonly Need[] {
  const isOwn =
    bareUnit(process.unit) === bareUnit(scene.subject.unit ?? '') || String(process.pid) === scene.unit?.get('MainPID');
  return [{ kind: 'restart-unit', reason, unit: isOwn ? (scene.subject.unit ?? process.unit) : process.unit }];
}

const full = 95;
const nearlyFull = 88;
/** Share of the time in which everything waits for memory, from which it is felt. */
const waitingPercent = 10;

/** Memory in use, in percent, from `/proc/meminfo`; null where it does not say. */
function memoryPercent(scene: Scene): number | null {
  const value = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(scene.output('Memory'))?.[1] ?? Number.NaN);
  const [total, available] = [value('MemTotal'), value('MemAvailable')];
  return total > 0 && !Number.isNaN(available) ? Math.round(((total - available) / total) * 100) : null;
}

/** Memory that is used up or waited for, and by what. */
export function memoryClues(scene: Scene): readonly Clue[] {
  if (!scene.has('Memory')) return [];
  const percent = memoryPercent(scene);
  const limit = limitClue(scene);
  if (percent === null) {
    const why = scene.failure('Memory') ?? '/proc/meminfo does not say';
    return [clue('resources', 3, 'memory', 'unknown', `memory not seen: ${why}`, ''), ...limit];
  }
  const proof = scene.output('Memory').split('\n').slice(0, 3).join('\n');
  const waiting = Number(/^full avg10=([\d.]+)/m.exec(scene.output('Memory'))?.[1] ?? 0);
  if (percent < nearlyFull && waiting < waitingPercent)
    return [clue('resources', 3, 'memory', 'ok', `memory ${String(percent)} %`, proof), ...swapClues(scene), ...limit];
  const [top] = readProcesses(readSections(scene.output('Largest processes')).get('') ?? '');
  const megabytes = String(Math.round((top?.kib ?? 0) / 1_024));
  const pressure =
    waiting >= waitingPercent ? `; everything waits for memory ${String(Math.round(waiting))} % of the time` : '';
  const by = top === undefined ? '' : `, most by ${top.name} (PID ${String(top.pid)}, ${megabytes} MB, ${top.unit})`;
  const isShort = percent >= full || waiting >= waitingPercent;
  const text = `Memory pressure: memory ${String(percent)} % used${pressure}${by}`;
  const needs =
    top === undefined ? [] : restartOf(scene, top, `it gives back the ${megabytes} MB that ${top.name} holds`);
  const severity = isShort ? 'critical' : 'warning';
  return [
    clue('resources', isShort ? 0 : 2, 'memory', severity, text, `${proof}\n${top?.line ?? ''}`, needs),
    ...swapClues(scene),
    ...limit,
  ];
}

/** Swap that is nearly used up: the next need of memory meets none. */
function swapClues(scene: Scene): readonly Clue[] {
  const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(scene.output('Memory'))?.[1] ?? 0);
  const [total, free] = [value('SwapTotal'), value('SwapFree')];
  if (total === 0 || free > total * 0.1) return [];
  const percent = String(Math.round((free / total) * 100));
  return [clue('resources', 3, 'swap', 'info', `Only ${percent} % of the swap space is free`, '')];
}

/** A unit close to the limit that it was given itself. */
function limitClue(scene: Scene): readonly Clue[] {
  const [current, max] = ['MemoryCurrent', 'MemoryMax'].map((name) => Number(scene.unit?.get(name)));
  if (current === undefined || max === undefined || !(current > 0.93 * max)) return [];
  return [
    clue(
      'resources',
      1,
      'memory-limit',
      'critical',
      `It uses ${String(Math.round((current / max) * 100))} % of the memory that its unit allows`,
      `MemoryCurrent=${String(current)} MemoryMax=${String(max)}`,
      [{ kind: 'restart-unit', reason: 'a fresh process starts small' }],
    ),
  ];
}

/** The kernel's own word on memory that ran out and on disks that fail. */
export function kernelClues(scene: Scene): readonly Clue[] {
  const lines = linesOf(scene.output('Kernel warnings'));
  const killed = lines.findLast((line) => /Out of memory: Killed process|oom-kill:/.test(line));
  const process = /Killed process (\d+) \(([^)]+)\)/.exec(killed ?? '');
  const disk = lines.findLast((line) =>
    /I\/O error|EXT4-fs error|XFS .*(?:corrupt|error)|remounting filesystem read-only|BTRFS error|failed command/.test(
      line,
    ),
  );
  return [
    ...(killed === undefined
      ? []
      : [
          clue(
            'resources',
            1,
            'kernel-oom',
            'critical',
            `The kernel ended ${process?.[2] ?? 'a process'} (PID ${process?.[1] ?? '?'}) because memory ran out`,
            killed,
            [{ kind: 'restart-unit', reason: 'the ended process must be started again' }],
          ),
        ]),
    ...(disk === undefined
      ? []
      : [
          clue(
            'storage',
            0,
            'disk-error',
            'critical',
            `The kernel reports errors of a disk: ${disk.slice(0, 160)}`,
            disk,
          ),
        ]),
  ];
}

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
