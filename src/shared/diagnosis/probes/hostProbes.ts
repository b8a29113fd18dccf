import type { Probe } from './probe.ts';
import { failedUnits } from './unitProbes.ts';

const nearlyFull = (flag: string) =>
  `df -P ${flag} 2>/dev/null | awk 'NR > 1 && $5 + 0 >= 90 && $6 !~ "^/(dev|sys|proc|run/host|snap)" { sub("^/", "", $6); print "=" $6 }' | head -n 3`;

/** As root where that is allowed without a password, since what fills a disk is often hidden from others. */
const asRoot = (words: string): string =>
  `if sudo -n true 2>/dev/null; then sudo -n ${words}; else ${words}; fi 2>/dev/null`;

const files = asRoot(`timeout 5 find "/$m" -xdev -type f -size +256k -printf '%s %p\\n'`);
const folders = asRoot('timeout 5 du -xk --max-depth=3 "/$m"');
const names = asRoot(`timeout 8 find "/$m" -xdev -printf '%h\\n'`);

/** What is looked at on every host, whatever failed there. */
export const hostProbes: readonly Probe[] = [
  failedUnits,
  { title: 'Disk space', command: 'LC_ALL=C df -P' },
  { title: 'Inodes', command: 'LC_ALL=C df -P -i' },
  {
    title: 'What fills it',
    command: `for m in $(${nearlyFull('')}); do m=\${m#=}; echo "== space /$m"; ${files} | sort -rn | head -n 8; ${folders} | sort -rn | head -n 10; done; for m in $(${nearlyFull('-i')}); do m=\${m#=}; echo "== inodes /$m"; ${names} | awk -F/ '{ k = ""; for (i = 2; i <= NF && i <= 5; i++) k = k "/" $i; n[k]++ } END { for (k in n) print n[k], k }' | sort -rn | head -n 12; done`,
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
  {
    title: 'Kernel warnings',
    command:
      'journalctl --no-pager --quiet -k -o short-iso -n 40 -p warning; journalctl --no-pager --quiet -o short-iso -n 20 -t kernel -t audit -g DENIED 2>/dev/null; true',
  },
];
