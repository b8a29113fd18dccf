import { type Clue, clue, type Need } from '../clue.ts';
import { readProperties } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import { wordClues } from './words.ts';

const renew: readonly Need[] = [{ kind: 'renew-certificate', reason: 'a new certificate takes its place' }];

/** What the service answers on its own host: an error status, and what the answer says of the reason. */
export function answerClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'What it answers')].flatMap(([url, text]): readonly Clue[] => {
    if (url === '') return [];
    const status = Number(/^HTTP\/[\d.]+ (\d{3})/m.exec(text)?.[1] ?? Number.NaN);
    const proof = text.trim().slice(0, 1_000);
    if (Number.isNaN(status)) {
      const why = /curl: \(\d+\) (.*)/.exec(text)?.[1] ?? 'no answer';
      const isSlow = /timed out/i.test(why);
      const isHanging = isSlow && scene.unit?.get('ActiveState') === 'active';
      return [
        clue('unit', isHanging ? 1 : 2, `answer:${url}`, 'critical', `${url} does not answer: ${why}`, proof, [
          { kind: 'restart-unit', reason: isSlow ? 'the process may hang' : 'nothing listens there' },
        ]),
      ];
    }
    if (status < 400)
      return [clue('unit', 3, `answer:${url}`, 'ok', `${url} answers ${String(status)}`, proof.split('\n')[0] ?? '')];
    return [
      clue('unit', 2, `answer:${url}`, 'critical', `${url} answers ${String(status)}`, proof, [
        { kind: 'restart-unit', reason: 'an inner state may be broken' },
      ]),
    ];
  });
}

/** Bodies of error answers, which often name the cause. */
export function answerWords(scene: Scene): string {
  const bodies = [...sectionsOf(scene, 'What it answers').values()].filter((text) => /^HTTP\/[\d.]+ [45]/m.test(text));
  return bodies
    .map((text) =>
      text
        .split(/\r?\n\r?\n/)
        .slice(1)
        .join('\n'),
    )
    .join('\n');
}

/** The unit that would listen on an address of this host: an enabled one that does not run. */
function stoppedUnits(scene: Scene): readonly string[] {
  const text = sectionsOf(scene, 'Failed units');
  const failed = [...text.keys()].filter((name) => name.endsWith('.service'));
  const stopped = readProperties(text.get('stopped') ?? '').map((unit) => unit.get('Id') ?? '');
  const own = (scene.subject.unit ?? '').replace(/\.service$/, '');
  return [...new Set([...failed, ...stopped])].filter((name) => name.replace(/\.service$/, '') !== own && name !== '');
}

/** An address that refuses connections: nothing listens there, and on this host a unit may be stopped. */
export function refusedClue(scene: Scene, address: string, proof: string): Clue {
  const isHere = /^(?:\[?::1\]?|localhost|127\.[\d.]+|0\.0\.0\.0)?(?::\d+)?$/.test(
    address.replace(/^https?:\/\//, '').replace(/\/.*$/, ''),
  );
  const down = isHere ? stoppedUnits(scene) : [];
  const who =
    down.length === 0
      ? ''
      : `; ${down.slice(0, 3).join(', ')} ${down.length === 1 ? 'is' : 'are'} not running on this host`;
  const starts = down.slice(0, 3).map((unit): Need => ({
    kind: 'restart-unit',
    reason: `${unit} is not running, and something must listen there`,
    unit,
  }));
  return clue(
    'external',
    0,
    'connection-refused',
    'critical',
    `Connection refused by ${address === '' ? 'what it calls' : address}: nothing listens there${who}`,
    proof,
    [...starts, ...(address === '' ? [{ kind: 'restart-unit', reason: 'what listens there is gone' }] : [])],
  );
}

/** What the unit's own words say of refused connections. */
export function refusedClues(scene: Scene, said: string): readonly Clue[] {
  const pattern =
    /ECONNREFUSED ?(?<node>[\d.:[\]a-f]+)?|[Cc]onnection refused|[Ff]ailed to connect to (?<to>\S+) port (?<port>\d+)|connect\(\) failed \(111/g;
  const match = [...said.matchAll(pattern)].at(-1);
  if (match === undefined) return [];
  const from = said.lastIndexOf('\n', match.index - 1) + 1;
  const end = said.indexOf('\n', match.index);
  const line = said.slice(from, end === -1 ? undefined : end).slice(0, 1_000);
  const url =
    /https?:\/\/[\w.[\]-]+(?::\d+)?/.exec(line)?.[0] ??
    /\b((?:\d{1,3}\.){3}\d{1,3}|localhost|[\w-]+(?:\.[\w-]+)+):(\d{2,5})\b/.exec(line)?.[0];
  const to = match.groups?.['to'];
  return [
    refusedClue(
      scene,
      match.groups?.['node'] ?? (to === undefined ? undefined : `${to}:${match.groups?.['port'] ?? ''}`) ?? url ?? '',
      line,
    ),
  ];
}

/** Addresses that the configuration or the runbook names, each asked from the host itself. */
export function callClues(scene: Scene): readonly Clue[] {
  return [...sectionsOf(scene, 'What it calls')].flatMap(([url, text]): readonly Clue[] => {
    if (url === '') return [];
    const proof = `${url}\n${text.trim()}`.slice(0, 1_000);
    const isOwn =
      scene.subject.localUrls.some((own) => own.startsWith(url)) ||
      scene.subject.ports.some((port) =>
        new RegExp(`^https?://(?:localhost|127\\.0\\.0\\.1):${String(port)}$`).test(url),
      );
    if (isOwn) return [];
    const missing = /^name (\S+) not resolved/m.exec(text)?.[1];
    if (missing !== undefined)
      return [
        clue('network', 1, 'name-not-resolved', 'critical', `A name is not resolved: ${missing}`, proof, [
          { kind: 'restart-resolver', reason: 'names are resolved by it' },
        ]),
      ];
    const status = Number([...text.matchAll(/^HTTP\/[\d.]+ (\d{3})/gm)].at(-1)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) {
      if (/refused|Failed to connect|Couldn't connect/.test(text))
        return [{ ...refusedClue(scene, url, proof), nearness: 1 }];
      const words = wordClues(scene, text);
      return words.length > 0
        ? words.map((one) => ({ ...one, nearness: 1 as const, proof }))
        : [
            clue(
              'external',
              1,
              `call:${url}`,
              'warning',
              `${url} gives no answer: ${text.trim().split('\n').at(-1) ?? ''}`,
              proof,
            ),
          ];
    }
    const remaining = /^(?:x-)?ratelimit-remaining: 0\b/im.exec(text);
    if (status === 429 || remaining !== null)
      return wordClues(scene, `${url} 429 Too Many Requests ${/retry-after: ?\d+/i.exec(text)?.[0] ?? ''}`).map(
        (one) => ({ ...one, proof }),
      );
    if (status >= 500)
      return [clue('external', 1, 'upstream-error', 'critical', `${url} answers ${String(status)}`, proof)];
    // Asked without credentials, 401 and 403 are what a sound server says.
    return [clue('external', 3, `call:${url}`, 'ok', `${url} answers ${String(status)}`, text.split('\n')[0] ?? '')];
  });
}

const soonMs = 7 * 24 * 60 * 60_000;

/** Certificates of this host, in files and on ports, that are or soon will be too old. */
export function certificateClues(scene: Scene): readonly Clue[] {
  const now = Number(/^now (\d+)/m.exec(scene.output('Certificates'))?.[1] ?? Number.NaN) * 1_000;
  return scene
    .output('Certificates')
    .split('\n')
    .flatMap((line): readonly Clue[] => {
      const match = /^(file|port) (\S+) notAfter=(.+)$/.exec(line);
      const endsAt = Date.parse(match?.[3] ?? '');
      if (match === null || Number.isNaN(endsAt) || Number.isNaN(now) || endsAt > now + soonMs) return [];
      const what = match[1] === 'port' ? `on port ${match[2] ?? ''}` : (match[2] ?? '');
      const isOver = endsAt <= now;
      return [
        clue(
          'external',
          isOver ? 1 : 3,
          isOver ? 'certificate' : 'certificate-soon',
          isOver ? 'critical' : 'warning',
          `The certificate ${what} ${isOver ? 'has expired' : 'expires'} (${match[3] ?? ''})`,
          line,
          renew,
        ),
      ];
    });
}

/** The host's own way out: resolver, default route, links. */
export function networkClues(scene: Scene): readonly Clue[] {
  const text = scene.output('Names and routes');
  if (text.trim() === '') return [];
  const servers = [...text.matchAll(/^nameserver (\S+)/gm)].map((one) => one[1] ?? '');
  const down = /^((?!lo\b)\S+)\s+DOWN\b/m.exec(text);
  return [
    ...(servers.length === 0
      ? [clue('network', 3, 'resolver', 'info', 'No name server is set in /etc/resolv.conf', '')]
      : []),
    ...(/^== default *$/m.test(text)
      ? [clue('network', 3, 'no-route', 'info', 'The host has no default route', '')]
      : []),
    ...(down === null
      ? []
      : [clue('network', 3, 'link-down', 'warning', `The link ${down[1] ?? ''} is down`, down[0])]),
  ];
}
