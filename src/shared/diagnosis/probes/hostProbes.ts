import type { Probe } from './probe.ts';
import { failedUnits } from './unitProbes.ts';

const nearlyFull = (flag: string) =>
  `df -P ${flag} 2>/dev/null | awk 'NR > 1 && $5 + 0 >= 90 && $6 !~ "^/(dev|sys|proc|run/host|snap)" { sub("^/", "", $6); print "=" $6 }' | head -n 3`;

/** What is looked at on every host, whatever failed there. */
export const hostProbes: readonly Probe[] = [
  failedUnits,
  { title: 'Disk space', command: 'LC_ALL=C df -P' },
  { title: 'Inodes', command: 'LC_ALL=C df -P -i' },
  {
    title: 'What fills it',
    command: `for m in $(${nearlyFull('')}); do m=\${m#=}; echo "== space /$m"; timeout 5 find "/$m" -xdev -type f -size +10M -printf '%s %p\\n' 2>/dev/null | sort -rn | head -n 8; timeout 5 du -xk --max-depth=3 "/$m" 2>/dev/null | sort -rn | head -n 10; done; for m in $(${nearlyFull('-i')}); do m=\${m#=}; echo "== inodes /$m"; timeout 8 find "/$m" -xdev -printf '%h\\n' 2>/dev/null | awk -F/ '{ k = ""; for (i = 2; i <= NF && i <= 5; i++) k = k "/" $i; n[k]++ } END { for (k in n) print n[k], k }' | sort -rn | head -n 12; done`,
  },
  { title: 'Memory', command: 'cat /proc/meminfo; echo; cat /proc/pressure/memory 2>/dev/null' },
  {
    title: 'Largest processes',
    command: `ps -eo pid,user:20,rss,pcpu,unit:48,args --sort=-rss 2>/dev/null | head -n 8 | cut -c1-240; echo '== processor'; ps -eo pid,user:20,rss,pcpu,unit:48,args --sort=-pcpu 2>/dev/null | head -n 6 | cut -c1-240`,
  },
  { title: 'Uptime and load', command: 'cat /proc/uptime /proc/loadavg; date +%s; nproc' },
  { title: 'Mounts', command: `cat /proc/mounts; echo '== fstab'; cat /etc/fstab` },
  {
    title: 'Who listens',
    command: `ss -Hltnp; echo '== units'; ss -Hltn --cgroup 2>/dev/null; echo '== root'; sudo -n ss -Hltnp 2>/dev/null`,
  },
  { title: 'Kernel warnings', command: 'journalctl --no-pager --quiet -k -o short-iso -n 40 -p warning' },
];
