import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { bareUnit } from '../unitName.ts';

/** Main processes of the unit and of what it needs that are there and do nothing: stopped, or stuck in the kernel. */
export function processStateClues(scene: Scene): readonly Clue[] {
  return scene
    .output('States of its processes')
    .split('\n')
    .flatMap((line): readonly Clue[] => {
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
