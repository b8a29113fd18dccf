import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { renew } from '../words/tlsWords.ts';

const soonMs = 7 * 24 * 60 * 60_000;

/**
 * Certificates of this host that are too old, not valid yet, or soon will be too old. What a port serves is what
 * visitors meet; a file may lie there unused.
 */
export function certificateClues(scene: Scene): readonly Clue[] {
  const now = Number(/^now (\d+)/m.exec(scene.output('Certificates'))?.[1] ?? Number.NaN) * 1_000;
  if (Number.isNaN(now)) return [];
  return scene
    .output('Certificates')
    .split('\n')
    .flatMap((line): readonly Clue[] => {
      const match = /^(file|port) (\S+) notBefore=(.+?) notAfter=(.+?)\s*$/.exec(line);
      if (match === null) return [];
      const [, kind = '', name = '', from = '', until = ''] = match;
      const trouble =
        Date.parse(from) > now
          ? `is only valid from ${from} on`
          : Date.parse(until) <= now
            ? `has expired (${until})`
            : null;
      const what = kind === 'port' ? `on port ${name}` : name;
      if (trouble !== null) {
        const isServed = kind === 'port';
        return [
          clue(
            'external',
            isServed ? 1 : 3,
            isServed ? 'certificate' : `certificate:${name}`,
            isServed ? 'critical' : 'info',
            `The certificate ${what} ${trouble}`,
            line,
            renew,
          ),
        ];
      }
      const isSoon = Date.parse(until) <= now + soonMs;
      return isSoon
        ? [clue('external', 3, 'certificate-soon', 'info', `The certificate ${what} expires (${until})`, line, renew)]
        : [];
    });
}
