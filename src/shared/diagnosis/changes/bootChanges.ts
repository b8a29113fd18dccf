import { linesOf } from '../read/blocks.ts';
import { type Scene, sectionsOf } from '../read/scene.ts';
import type { Change } from './change.ts';

/** A start of the host, and whether it was shut down before; null where the record does not reach back so far. */
type Boot = { readonly at: number; readonly wasShutDown: boolean | null; readonly line: string };

/** Starts by `last -x`, whose rows stand newest first. */
function recordedBoots(rows: readonly string[]): readonly Boot[] {
  return rows.flatMap((line, index): readonly Boot[] => {
    const at = Date.parse(/^reboot\s.*?(\d{4}-\d\d-\d\dT\S+)/.exec(line)?.[1] ?? '');
    if (Number.isNaN(at)) return [];
    const before = rows.slice(index + 1).find((row) => /^(?:shutdown|reboot)\s/.test(row));
    return [{ at, wasShutDown: before === undefined ? null : before.startsWith('shutdown'), line }];
  });
}

/** The last start by the time that the kernel has been running, for hosts that keep no record of starts. */
function runningBoot(text: string): readonly Boot[] {
  const [uptime, now] = text.split('\n').map((line) => Number(line.split(' ')[0]));
  if (uptime === undefined || now === undefined || !(uptime > 0 && now > 0)) return [];
  return [{ at: (now - uptime) * 1_000, wasShutDown: null, line: `up for ${String(Math.round(uptime))} s` }];
}

/** Starts of the host. One that no shutdown came before tells of lost power, a crash or a reset. */
export function bootChanges(scene: Scene): readonly Change[] {
  const sections = sectionsOf(scene, 'Logins, sudo and reboots');
  const recorded = recordedBoots(linesOf(sections.get('') ?? ''));
  const boots = recorded.length > 0 ? recorded : runningBoot(sections.get('boot') ?? '');
  return boots.map(({ at, wasShutDown, line }) => ({
    id: `reboot:${String(at)}`,
    at,
    // It started everything anew, the service too.
    related: 3,
    text:
      wasShutDown === false
        ? 'The host was started again without having been shut down: lost power, a crash or a reset'
        : wasShutDown === true
          ? 'The host was restarted'
          : 'The host was started',
    proof: line,
  }));
}
