import { spawn } from 'node:child_process';

/** Sees to it that nothing of the lab outlives this process, even when that is killed. */
export type Leash = {
  /** A process group that must not outlive the lab. */
  readonly hold: (groupId: number) => void;
  /** Kills the groups and removes the folder. */
  readonly close: () => Promise<void>;
};

/** Groups that have ended are forgotten, so that a reused id is left alone; /proc finds what left its group. */
const script = `groups=
while read -r word id; do
  kept=
  for g in $groups; do kill -0 "-$g" 2>/dev/null && kept="$kept $g"; done
  groups="$kept $id"
done
for g in $groups; do kill -9 "-$g" 2>/dev/null; done
for f in $(grep -slF "SITREP_DEMO_LAB=$1" /proc/[0-9]*/environ 2>/dev/null); do
  p=\${f#/proc/}; kill -9 "\${p%/environ}" 2>/dev/null
done
case $1 in */sitrep-demo-*) rm -rf -- "$1" ;; esac
`;

/** A shell that waits for the end of its standard input, which is the end of this process at the latest. */
export function openLeash(folder: string): Leash {
  const keeper = spawn('/bin/sh', ['-c', script, 'sitrep-demo-leash', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => keeper.once('close', () => resolve()).once('error', () => resolve()));
  keeper.stdin.on('error', () => undefined);
  return {
    hold: (groupId) => void keeper.stdin.write(`group ${groupId}\n`),
    close: () => {
      keeper.stdin.end();
      return ended;
    },
  };
}
