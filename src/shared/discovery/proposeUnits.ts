import type { DraftProposal } from './draftProposal.ts';
import type { HostFindings, UnitFacts } from './hostFindings.ts';

/** Part of every system: whoever breaks these has other signs of it. */
const plumbing =
  /^(systemd-|getty@|serial-getty@|console-getty|container-getty@|user@|user-runtime-dir@|dbus|polkit|accounts-daemon|udisks2|upower|rtkit|packagekit|plymouth|keyboard-setup|console-setup|networking\.|ifup@|ifupdown|wpa_supplicant|ModemManager|modprobe@|kmod|lvm2-|blk-availability|apparmor|apt-daily|dpkg-|e2scrub|man-db|motd|rc-local|emergency|rescue|initrd-|quotaon|sysstat|procps|rsyslog|cloud-|snapd\.|netplan|getty-static|alsa-|bluetooth|colord|grub-|phpsessionclean|logrotate|fstrim|debug-shell|unattended-upgrades|needrestart|pollinate|secureboot|finalrd|open-iscsi|iscsid|multipathd|vgauth|open-vm-tools|qemu-guest|ssh@)/;

const backupWords = /backup|restic|borg|rsnapshot|duplic|kopia|sanoid|syncoid|snapraid|pgbackrest|barman|snapshot/i;

/** Services that failed, that run because somebody enabled them, and jobs of the person's own. */
export function proposeServices({ services, timers }: HostFindings): readonly DraftProposal[] {
  const timed = new Set(timers.flatMap((timer) => (timer.get('Triggers') ?? '').split(' ')));
  return services.flatMap((unit): readonly DraftProposal[] => {
    const id = unit.get('Id') ?? '';
    if (unit.get('LoadState') !== 'loaded' || timed.has(id)) return [];
    const isFailing = unit.get('ActiveState') === 'failed';
    const isRunning = unit.get('ActiveState') === 'active' && unit.get('SubState') === 'running';
    const isEnabled = /^(enabled|linked)/.test(unit.get('UnitFileState') ?? '');
    const isOwnJob = isOwn(unit) && isEnabled && unit.get('Type') === 'oneshot';
    if (!isFailing && (plumbing.test(id) || (!(isRunning && (isEnabled || isOwn(unit))) && !isOwnJob))) return [];
    const reason = isFailing ? `failed: ${unit.get('Result') ?? 'unknown'}` : `${stateOf(unit)}${originOf(unit)}`;
    const check = { kind: 'systemd-unit', unit: id } as const;
    return [
      {
        group: 'unit',
        name: id.replace(/\.service$/, ''),
        check,
        reason,
        isRecommended: isFailing || !plumbing.test(id),
        isFailing,
      },
    ];
  });
}

/** Timers, by whose last run backups and deployments are judged. */
export function proposeTimers({ services, timers }: HostFindings): readonly DraftProposal[] {
  const byId = new Map(services.map((unit) => [unit.get('Id') ?? '', unit]));
  return timers.flatMap((timer): readonly DraftProposal[] => {
    const id = timer.get('Id') ?? '';
    const isOn = timer.get('ActiveState') === 'active' || (timer.get('UnitFileState') ?? '').startsWith('enabled');
    if (timer.get('LoadState') !== 'loaded' || !isOn) return [];
    const jobs = (timer.get('Triggers') ?? '').split(' ').filter((job) => job !== '');
    const isFailing = jobs.some((job) => byId.get(job)?.get('ActiveState') === 'failed');
    const isBackup = backupWords.test(`${id} ${timer.get('Description') ?? ''}`) && !id.startsWith('dpkg-');
    const starts = jobs.length === 0 ? '' : `, starts ${jobs.join(' and ')}`;
    const reason = isFailing
      ? `the last run of ${jobs.join(' and ')} failed`
      : `${timer.get('Description') || id}${starts}`;
    const check = { kind: 'systemd-unit', unit: id } as const;
    const isRecommended = isFailing || isBackup || !plumbing.test(id);
    return [
      {
        group: isBackup ? 'backup' : 'timer',
        name: id.replace('.timer', '-timer'),
        check,
        reason,
        isRecommended,
        isFailing,
      },
    ];
  });
}

/** Whether cron jobs look like backups, which nobody would notice failing. */
export function backupCronFiles(files: readonly string[]): readonly string[] {
  return files.filter((file) => backupWords.test(file) && !file.endsWith('/dpkg'));
}

function isOwn(unit: UnitFacts): boolean {
  return /^\/(etc|usr\/local)\//.test(unit.get('FragmentPath') ?? '');
}

function stateOf(unit: UnitFacts): string {
  return unit.get('Type') === 'oneshot'
    ? `a job (${unit.get('UnitFileState') ?? ''})`
    : `running, ${unit.get('UnitFileState') ?? ''}`;
}

function originOf(unit: UnitFacts): string {
  return isOwn(unit) ? `, from ${unit.get('FragmentPath') ?? ''}` : '';
}
