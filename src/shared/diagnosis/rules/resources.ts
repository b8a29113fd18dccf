import { memoryFinding, uptimeFinding } from '../../run/evidenceFindings.ts';
import type { StepOutput } from '../../run/stepOutput.ts';
import { type Clue, clue, type Need } from '../clue.ts';
import { linesOf, readSections } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';

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

const told = (stdout: string): StepOutput => ({ command: '', end: { kind: 'exited', code: 0 }, stdout, stderr: '' });
const bare = (unit: string | null): string => (unit ?? '').replace(/\.service$/, '');

function restartOf(scene: Scene, process: Process, reason: string): readonly Need[] {
  const isOwn = bare(process.unit) === bare(scene.subject.unit) || String(process.pid) === scene.unit?.get('MainPID');
  return [{ kind: 'restart-unit', reason, unit: isOwn ? (scene.subject.unit ?? process.unit) : process.unit }];
}

/** Memory that is used up or waited for, and by what. */
export function memoryClues(scene: Scene): readonly Clue[] {
  const [known] = memoryFinding(told(scene.output('Memory')));
  if (known === undefined) return [];
  const waiting = Number(/^full avg10=([\d.]+)/m.exec(scene.output('Memory'))?.[1] ?? 0);
  const limit = limitClue(scene);
  const isBad = known.severity === 'critical' || known.severity === 'warning';
  if (!isBad && waiting < 10)
    return [clue('resources', 3, 'memory', known.severity, known.text, known.proof), ...limit];
  const [top] = readProcesses(readSections(scene.output('Largest processes')).get('') ?? '');
  const pressure = waiting >= 10 ? `; everything waits for memory ${String(Math.round(waiting))} % of the time` : '';
  const by =
    top === undefined
      ? ''
      : `, most by ${top.name} (PID ${String(top.pid)}, ${String(Math.round(top.kib / 1_024))} MB, ${top.unit})`;
  const text = `Memory pressure: ${known.text} used${pressure}${by}`;
  const needs =
    top === undefined
      ? []
      : restartOf(scene, top, `it gives back the ${String(Math.round(top.kib / 1_024))} MB that ${top.name} holds`);
  return [
    clue(
      'resources',
      known.severity === 'warning' && waiting < 10 ? 1 : 0,
      'memory',
      'critical',
      text,
      `${known.proof}\n${top?.line ?? ''}`,
      needs,
    ),
    ...limit,
  ];
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

/** The load, and who keeps the processors busy where it is high. */
export function loadClues(scene: Scene): readonly Clue[] {
  const [, second = '', , cores = '1'] = scene.output('Uptime and load').split('\n');
  const [known] = uptimeFinding(told(scene.output('Uptime and load')));
  const perCore = Number(second.split(' ')[0]) / Math.max(1, Number(cores));
  const base = known === undefined ? [] : [clue('resources', 3, 'uptime', known.severity, known.text, known.proof)];
  if (!(perCore > 3)) return base;
  const [top] = readProcesses(readSections(scene.output('Largest processes')).get('processor') ?? '');
  const isBusy = top !== undefined && top.percent > 60;
  const by = isBusy ? `, most by ${top.name} (PID ${String(top.pid)}, ${top.unit})` : '';
  return [
    ...base,
    clue(
      'resources',
      3,
      'load',
      'warning',
      `The load is ${perCore.toFixed(1)} per processor${by}`,
      `${second}\n${top?.line ?? ''}`,
    ),
  ];
}

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
