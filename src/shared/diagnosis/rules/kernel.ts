import { type Clue, clue } from '../clue.ts';
import { linesOf } from '../read/blocks.ts';
import type { Scene } from '../read/scene.ts';

/** The kernel's own word on memory that ran out and on disks that fail. */
export function kernelClues(scene: Scene): readonly Clue[] {
  const lines = linesOf(scene.output('Kernel warnings'));
  const killed = lines.findLast((line) => /Out of memory: Killed process|oom-kill:/.test(line));
  const process = /Killed process (\d+) \(([^)]+)\)/.exec(killed ?? '');
  const disk = lines.findLast((line) =>
    /I\/O error|EXT4-fs error|XFS .*(?:corrupt|error)|remounting filesystem read-only|BTRFS error|failed command/.test(
      line,
    ),
  );
  return [
    ...(killed === undefined
      ? []
      : [
          clue(
            'resources',
            1,
            'kernel-oom',
            'critical',
            `The kernel ended ${process?.[2] ?? 'a process'} (PID ${process?.[1] ?? '?'}) because memory ran out`,
            killed,
            [{ kind: 'restart-unit', reason: 'the ended process must be started again' }],
          ),
        ]),
    ...(disk === undefined
      ? []
      : [
          clue(
            'storage',
            0,
            'disk-error',
            'critical',
            `The kernel reports errors of a disk: ${disk.slice(0, 160)}`,
            disk,
          ),
        ]),
  ];
}
