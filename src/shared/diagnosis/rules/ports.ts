import { type Clue, clue } from '../clue.ts';
import { type Listener, listenerText } from '../read/listeners.ts';
import type { Scene } from '../read/scene.ts';

const bare = (unit: string | null): string => (unit ?? '').replace(/\.service$/, '');

/** Whether a listener is the service itself. */
function isOwn(scene: Scene, { unit, pid }: Listener): boolean {
  const main = Number(scene.unit?.get('MainPID') ?? 0);
  if (unit !== null) return bare(unit) === bare(scene.subject.unit);
  return main > 0 && pid === main;
}

/** The port that the unit could not have, and who holds it. */
export function portClue(scene: Scene, told: number | null, proof: string): Clue {
  const port = told ?? scene.subject.ports[0] ?? null;
  const holder = scene.listeners.find((one) => one.port === port && !isOwn(scene, one));
  const free = { kind: 'free-port', reason: 'it ends the program that holds the port, and starts the service' };
  if (port === null)
    return clue('port', 1, 'port-taken', 'critical', 'A port that it needs is taken by another program', proof, [free]);
  if (holder === undefined)
    return clue(
      'port',
      told === null ? 1 : 0,
      'port-taken',
      'critical',
      `The port ${String(port)} is taken by another program`,
      proof,
      [free],
    );
  return clue(
    'port',
    0,
    'port-taken',
    'critical',
    `Port ${String(port)} is held by ${listenerText(holder)}`,
    `${proof}\n${holder.line}`,
    [free],
  );
}

/** Ports of the service: who listens there, or that nobody does. */
export function portClues(scene: Scene): readonly Clue[] {
  if (scene.failure('Who listens') !== null || scene.listeners.length === 0) return [];
  return scene.subject.ports.flatMap((port): readonly Clue[] => {
    const listener = scene.listeners.find((one) => one.port === port);
    const isUp = scene.unit?.get('ActiveState') === 'active';
    if (listener === undefined)
      return [
        clue(
          'unit',
          2,
          `port:${String(port)}`,
          scene.subject.unit === null ? 'info' : 'warning',
          `Nothing listens on port ${String(port)}`,
          '',
          isUp ? [{ kind: 'restart-unit', reason: 'it runs and does not listen' }] : [],
        ),
      ];
    if (scene.subject.unit === null || isOwn(scene, listener) || (listener.unit === null && listener.pid === null))
      return [
        clue('port', 3, `port:${String(port)}`, 'ok', `Port ${String(port)}: ${listenerText(listener)}`, listener.line),
      ];
    return [portClue(scene, port, listener.line)];
  });
}
