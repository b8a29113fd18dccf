import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';

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
    ...clockClues(scene),
    ...(down === null
      ? []
      : [clue('network', 3, 'link-down', 'warning', `The link ${down[1] ?? ''} is down`, down[0])]),
  ];
}

const wrongMs = 5 * 60_000;

/** The host's clock against the observer's: certificates, tokens and logs go by it. */
function clockClues(scene: Scene): readonly Clue[] {
  const skewMs = scene.skewMs ?? 0;
  if (Math.abs(skewMs) < wrongMs) return [];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const text = `The clock of this host is ${String(minutes)} min ${skewMs > 0 ? 'ahead of' : 'behind'} the clock of this computer`;
  return [clue('network', 2, 'clock-differs', 'warning', text, '')];
}
