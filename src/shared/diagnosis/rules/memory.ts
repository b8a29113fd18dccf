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
