import { type Clue, clue, type Need } from '../clue.ts';
import { readProperties } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';

type Stopped = { readonly name: string; readonly isMasked: boolean; readonly words: string };

const namesPort = (words: string, port: string | null): boolean =>
  port !== null && new RegExp(`\\b${port}\\b`).test(words);

/** Units of this host that would listen and do not run: failed, or enabled, or run before and stopped; those that name the port first. */
function stoppedUnits(scene: Scene, port: string | null): readonly Stopped[] {
  const text = sectionsOf(scene, 'Failed units');
  const failed = [...text.keys()]
    .filter((name) => name.endsWith('.service'))
    .map((name) => ({ name, isMasked: false, words: '' }));
  const stopped = readProperties(text.get('stopped') ?? '').flatMap((unit): readonly Stopped[] => {
    const ranBefore = Number(unit.get('InactiveEnterTimestampMonotonic') ?? 0) > 0;
    const words = unit.get('ExecStart') ?? '';
    // systemd forgets that a unit ran once nothing refers to it any more.
    const isMeant = unit.get('UnitFileState') === 'enabled' || ranBefore || namesPort(words, port);
    return isMeant ? [{ name: unit.get('Id') ?? '', isMasked: false, words }] : [];
  });
  const needed = readProperties(scene.output('What it needs')).flatMap((unit): readonly Stopped[] => {
    const isDown =
      /\.(?:service|socket)$/.test(unit.get('Id') ?? '') && /^(?:inactive|failed)$/.test(unit.get('ActiveState') ?? '');
    return isDown ? [{ name: unit.get('Id') ?? '', isMasked: unit.get('LoadState') === 'masked', words: '' }] : [];
  });
  const concerned = bareUnit(scene.subject.unit ?? '');
  const all = [...needed, ...failed, ...stopped].filter(({ name }) => name !== '' && bareUnit(name) !== concerned);
  const distinct = all.filter((one, index) => all.findIndex(({ name }) => name === one.name) === index);
  const naming = distinct.filter(({ words }) => namesPort(words, port));
  return naming.length > 0 ? naming : distinct;
}

const own = /^(?:\[?::1\]?|localhost|127\.[\d.]+|0\.0\.0\.0)?$/;

/** Whether an address is one of this host, itself or by what its name resolves to there. */
export function isThisHost(scene: Scene, address: string): boolean {
  const host = address
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/:\d+$/, '');
  if (own.test(host)) return true;
  const resolved = scene.output('What it calls').split('\n');
  const to =
    resolved
      .find((line) => line.startsWith(`name ${host} resolved to `))
      ?.split(' ')
      .at(-1) ?? host;
  const addresses = sectionsOf(scene, 'Names and routes').get('addresses') ?? '';
  return own.test(to) || addresses.split(/[\s/]+/).includes(to);
}

function startOf({ name, isMasked }: Stopped): readonly Need[] {
  const start: Need = {
    kind: 'restart-unit',
    reason: `${name} is not running, and something must listen there`,
    unit: name,
  };
  return isMasked ? [{ kind: 'rejoin', reason: `it takes the mask of ${name} away`, unit: name }, start] : [start];
}

/** An address that refuses connections: nothing listens there, and on this host a unit may be stopped. */
export function refusedClue(scene: Scene, address: string, proof: string): Clue {
  const port = /:(\d{2,5})\b/.exec(address.replace(/^https?:/, ''))?.[1] ?? null;
  const down = isThisHost(scene, address) ? stoppedUnits(scene, port).slice(0, 3) : [];
  const names = down.map(({ name, isMasked }) => `${name}${isMasked ? ' (masked)' : ''}`).join(', ');
  const who = down.length === 0 ? '' : `; ${names} ${down.length === 1 ? 'is' : 'are'} not running on this host`;
  const what = address === '' ? 'what it calls' : address;
  return clue(
    'external',
    0,
    'connection-refused',
    'critical',
    `Connection refused by ${what}: nothing listens there${who}`,
    proof,
    [
      ...down.flatMap(startOf),
      ...(address === '' ? [{ kind: 'restart-unit', reason: 'what listens there is gone' }] : []),
    ],
  );
}
