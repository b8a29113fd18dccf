import { type Clue, clue } from '../clue.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import { isThisHost } from './refused.ts';

/** Main processes of the unit and of what it needs that are there and do nothing: stopped, or stuck in the kernel. */
export function processStateClues(scene: Scene): readonly Clue[] {
  const [main = ''] = scene.output('States of its processes').split('== stopped');
  return [...mainClues(scene, main), ...stoppedListenerClues(scene)];
}

function mainClues(scene: Scene, text: string): readonly Clue[] {
  return text.split('\n').flatMap((line): readonly Clue[] => {
    const match = /^(\S+) (\d+) ([TtDZ])/.exec(line);
    if (match === null) return [];
    const [, unit = '', pid = '', state = ''] = match;
    const isOwn = bareUnit(unit) === bareUnit(scene.subject.unit ?? '');
    const who = isOwn ? 'Its process' : `The process of ${unit}, which it needs,`;
    const what =
      state === 'D'
        ? 'waits in the kernel and cannot be interrupted (D), as for a disk or a network file system that does not answer'
        : state === 'Z'
          ? 'is dead and not yet gone (Z)'
          : 'is stopped (T): somebody sent it SIGSTOP, or a debugger holds it';
    // A process waits for a disk now and then; only one that also does not answer hangs.
    const nearness = state === 'D' ? 2 : 0;
    return [
      clue(
        'resources',
        nearness,
        `state:${unit}`,
        state === 'D' ? 'info' : 'critical',
        `${who} (PID ${pid}) ${what}`,
        line,
        [{ kind: 'restart-unit', reason: 'a fresh process runs', unit: isOwn ? (scene.subject.unit ?? unit) : unit }],
      ),
    ];
  });
}

/** Stopped programs of this host that listen where the service calls: they take connections, and never answer. */
function stoppedListenerClues(scene: Scene): readonly Clue[] {
  const stopped = sectionsOf(scene, 'States of its processes').get('stopped') ?? '';
  return [...stopped.matchAll(/^(\d+) (\S+) (.+)$/gm)].flatMap(([line, pid = '', unit = '', program = '']) => {
    const ports = scene.listeners.filter((one) => one.pid === Number(pid) || one.unit === unit).map(({ port }) => port);
    const called = scene.configured.find(({ text }) => ports.some((port) => callsHere(scene, text, port)));
    if (called === undefined || bareUnit(unit) === bareUnit(scene.subject.unit ?? '')) return [];
    const isUnit = unit.endsWith('.service');
    return [
      clue(
        'external',
        0,
        'stopped-upstream',
        'critical',
        `What it calls at ${called.text} is stopped: ${program} (PID ${pid}${isUnit ? `, unit ${unit}` : ''}) was sent SIGSTOP, or a debugger holds it`,
        line,
        isUnit ? [{ kind: 'restart-unit', reason: 'a fresh process answers', unit }] : [],
      ),
    ];
  });
}

const callsHere = (scene: Scene, address: string, port: number): boolean =>
  new RegExp(String.raw`[^:]:${String(port)}$`).test(address) && isThisHost(scene, address);
