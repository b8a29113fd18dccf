import type { DiagnosisSubject } from '../subject.ts';
import { placesOf } from './places.ts';
import type { Probe, Quote } from './probe.ts';

/** What changed on the host in the last days, each kind where its traces are. */
export function changeProbes(subject: DiagnosisSubject, quote: Quote): readonly Probe[] {
  const { unit } = subject;
  const places = placesOf(subject, quote);
  const { prelude, words } = places ?? { prelude: '', words: '' };
  const log = `log -n 8 --name-status --no-renames --format='commit %H %ct %s'`;
  return [
    ...(places === null
      ? []
      : [
          {
            title: 'Deployed commits',
            command: `${prelude}for d in ${words}; do for d in "$d" "$d"/*; do [ -e "$d/.git" ] || continue; [ -L "$d" ] && continue; echo "== $d"; git -C "$d" ${log} 2>/dev/null || sudo -n -u "$(stat -c %U "$d")" git -C "$d" ${log} 2>&1; echo '-- moves'; tail -n 8 "$d/.git/logs/HEAD" 2>/dev/null; done; done`,
          },
        ]),
    {
      title: 'Changed files',
      command: `${prelude}for p in /etc /usr/local/bin /usr/local/etc /usr/local/lib/systemd ${words}; do find "/\${p#/}" -xdev -maxdepth 5 \\( -type f -o -type l \\) \\( -mtime -2 -o -ctime -2 \\) -not -path '*/.git/*' -not -path '/etc/ssl/certs/*' -printf '%C@ %T@ %M %u %p\\n'; done 2>/dev/null | sort -rn | uniq | head -n 80; echo '== folders'; for p in /etc/systemd /etc/cron.d /etc/nginx ${words}; do find "/\${p#/}" -xdev -maxdepth 3 -type d -mtime -2 -not -path '*/.git*' -printf '%C@ %T@ %M %u %p\\n'; done 2>/dev/null | sort -rn | uniq | head -n 20`,
    },
    {
      title: 'Changed packages',
      command: `[ -r /var/log/dpkg.log ] && grep -E '^[0-9: -]+ (install|upgrade|remove|purge) ' /var/log/dpkg.log | tail -n 25; [ -r /var/log/pacman.log ] && grep -E 'ALPM. (installed|upgraded|removed|downgraded)' /var/log/pacman.log | tail -n 25; command -v rpm > /dev/null && rpm -qa --qf '%{INSTALLTIME} rpm %{NAME} %{VERSION}-%{RELEASE}\\n' | sort -rn | head -n 15; date +%z`,
    },
    {
      title: 'Logins, sudo and reboots',
      command: `last -x -n 30 --time-format iso 2>/dev/null; echo '== sudo'; journalctl --no-pager --quiet -o short-iso -n 60 _COMM=sudo 2>/dev/null | grep COMMAND= | tail -n 25; echo '== boot'; cat /proc/uptime; date +%s`,
    },
    {
      title: 'Timers and containers',
      command: `systemctl list-timers --no-pager --all 2>/dev/null | head -n 25; echo '== containers'; docker ps -a --no-trunc --format '{{.CreatedAt}}|{{.Names}}|{{.Image}}|{{.Status}}' 2>/dev/null | head -n 20`,
    },
    ...(unit === null
      ? []
      : [
          {
            title: 'Starts and stops',
            command: `journalctl --no-pager --quiet -o short-iso -n 20 _PID=1 UNIT=${quote(unit.includes('.') ? unit : `${unit}.service`)}`,
          },
        ]),
  ];
}
