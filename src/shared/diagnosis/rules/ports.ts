import { type Clue, clue } from '../clue.ts';
import { portsIn } from '../read/configured.ts';
import { type Listener, listenerText } from '../read/listeners.ts';
import type { Scene } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';
import { mendFile } from './mending.ts';

/** Whether a listener is the service itself, or its socket. */
function isOwn(scene: Scene, { unit, pid }: Listener): boolean {
  const main = Number(scene.unit?.get('MainPID') ?? 0);
  if (unit !== null) return bareUnit(unit).split('@')[0] === bareUnit(scene.subject.unit ?? '').split('@')[0];
  return main > 0 && pid === main;
}

/** The ports that the service may want: those of its runbook, then those that its configuration names. */
const wantedPorts = (scene: Scene): readonly number[] => [
  ...new Set([...scene.subject.ports, ...portsIn(scene.configured)]),
];

const free = { kind: 'free-port', reason: 'it ends the program that holds the port, and starts the service' };

/** The port that the unit could not have, and who holds it; where the program does not tell which, the one of its ports that another holds. */
export function portClue(scene: Scene, told: number | null, proof: string): Clue {
  const held = (port: number) => scene.listeners.find((one) => one.port === port && !isOwn(scene, one));
  const port = told ?? wantedPorts(scene).find((one) => held(one) !== undefined) ?? scene.subject.ports[0] ?? null;
  const holder = port === null ? undefined : held(port);
  const text =
    port === null
      ? 'A port that it needs is taken by another program'
      : holder === undefined
        ? `The port ${String(port)} is taken by another program`
        : `Port ${String(port)} is held by ${listenerText(holder)}`;
  const isSure = holder !== undefined || told !== null;
  return clue(
    'port',
    isSure ? 0 : 1,
    'port-taken',
    'critical',
    text,
    holder === undefined ? proof : `${proof}\n${holder.line}`,
    [free],
  );
}

/** A port below 1024, which only root and programs with the capability may open. */
export function lowPortClue(scene: Scene, told: number | null, proof: string): Clue {
  const place = scene.configured.find(({ text }) => {
    const [port] = portsIn([{ file: '', line: 0, text }]);
    return port !== undefined && port < 1_024 && (told === null || port === told) && !text.startsWith('http');
  });
  const port = told ?? portsIn(place === undefined ? [] : [place])[0] ?? null;
  const name = scene.account?.name ?? scene.unit?.get('User') ?? '';
  const where =
    place === undefined || place.file === 'unit' ? '' : ` (it stands in ${place.file}, line ${String(place.line)})`;
  const who = name === '' ? 'its account' : `the account ${name}`;
  return clue(
    'port',
    0,
    'port-forbidden',
    'critical',
    `${who} may not open ${port === null ? 'the port that it wants' : `port ${String(port)}`}: ports below 1024 need root or AmbientCapabilities=CAP_NET_BIND_SERVICE${where}`,
    proof,
    mendFile(scene, place === undefined || place.file === 'unit' ? null : place.file),
  );
}

/** Ports of the service: who listens there, or that nobody does. */
export function portClues(scene: Scene): readonly Clue[] {
  if (scene.failure('Who listens') !== null || scene.listeners.length === 0) return [];
  return scene.subject.ports.flatMap((port): readonly Clue[] => {
    const listener = scene.listeners.find((one) => one.port === port);
    if (listener === undefined)
      return [
        clue(
          'unit',
          2,
          `port:${String(port)}`,
          scene.subject.unit === null ? 'info' : 'warning',
          `Nothing listens on port ${String(port)}`,
          '',
          scene.unit !== null && scene.isUp ? [{ kind: 'restart-unit', reason: 'it runs and does not listen' }] : [],
        ),
      ];
    const isUnseen = listener.unit === null && listener.pid === null;
    // Whoever listens while the unit has no process is another program, even where only root may see which.
    const isForeign = !isOwn(scene, listener) && !(isUnseen && scene.unit?.get('MainPID') !== '0');
    if (scene.subject.unit === null || !isForeign)
      return [
        clue('port', 3, `port:${String(port)}`, 'ok', `Port ${String(port)}: ${listenerText(listener)}`, listener.line),
      ];
    return [portClue(scene, port, listener.line)];
  });
}
