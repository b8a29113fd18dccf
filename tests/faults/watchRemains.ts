import { pause } from '#tests/support/pause.ts';
import type { Figure } from '#tests/bench/figures.ts';
import { asRoot, cutCable, healCable, type LabHost } from '#tests/lab/lab.ts';
import { openBystander } from './bystander.ts';

/** Seconds within which nothing of ours may be left on a host that can no longer hear us. */
const boundS = 120;
const lookEveryMs = 2_000;

/** Cuts the cable while one check hangs and another one floods, and watches the host's process table. */
export async function watchRemains(host: LabHost): Promise<readonly Figure[]> {
  const bystander = await openBystander(host);
  try {
    for (const script of ['sleep 600', 'cat /dev/zero']) {
      void bystander.session.probe([{ id: script, script, deadlineMs: 600_000 }]);
    }
    while (!(await ours(host)).includes('cat')) await pause(200);
    const before = (await ours(host)).length;
    await cutCable(host);
    const cutAtMs = performance.now();
    const passedS = (): number => (performance.now() - cutAtMs) / 1000;
    let left = before;
    while (left > 0 && passedS() < boundS) {
      await pause(lookEveryMs);
      left = (await ours(host)).length;
    }
    return [
      { id: 'left-behind-s', value: passedS(), unit: 's', holds: left === 0 },
      { id: 'left-behind-processes', value: left, unit: `of ${before}`, holds: left === 0 },
    ];
  } finally {
    await healCable(host);
    await bystander.close();
  }
}

/** What runs as the user we log in as, without what belongs to sshd and systemd. */
async function ours(host: LabHost): Promise<readonly string[]> {
  const names = (await asRoot(host, `ps -u ${host.user} -o comm= || true`)).split('\n').map((name) => name.trim());
  return names.filter((name) => name !== '' && !/^(sshd|systemd|\(sd-pam\)|dbus-daemon)$/.test(name));
}
