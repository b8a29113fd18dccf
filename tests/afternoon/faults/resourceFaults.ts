import { anIncident, aWarning, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);
const fill = (percent: number): string =>
  `set -- $(df -P -k / | tail -n 1); fallocate -l $(( ($3 + $4) * ${percent} / 100 - $3 ))k /filler`;

/** What runs full, grows old or goes wrong in files. */
export const resourceFaults: readonly Fault[] = [
  {
    id: 'disk-full',
    name: 'disk 97 % full',
    subject: 'lab4',
    ...anIncident,
    isQuick: true,
    begin: on(4, fill(97)),
    end: on(4, 'rm /filler'),
  },
  {
    id: 'disk-filling',
    name: 'disk 90 % full',
    subject: 'filling',
    ...aWarning,
    begin: on(4, 'fallocate -l 18M /srv/filling/file'),
    end: on(4, 'rm /srv/filling/file'),
  },
  {
    id: 'inodes-full',
    name: 'inodes full',
    subject: 'inodes',
    ...anIncident,
    begin: on(4, 'cd /srv/inodes; seq 990 | xargs touch || true'),
    end: on(4, 'find /srv/inodes -type f -delete'),
  },
  {
    id: 'memory',
    name: 'memory 97 % used',
    subject: 'memory',
    ...anIncident,
    begin: on(4, 'printf "MemTotal: 1000000 kB\\nMemAvailable: 30000 kB\\n" >/run/meminfo'),
    end: on(4, 'printf "MemTotal: 1000000 kB\\nMemAvailable: 700000 kB\\n" >/run/meminfo'),
  },
  {
    id: 'load',
    name: 'load 20 per core',
    subject: 'load',
    ...anIncident,
    begin: on(4, 'echo "90.00 40.00 10.00 9/100 1234" >/run/loadavg'),
    end: on(4, 'echo "0.10 0.10 0.10 1/100 1234" >/run/loadavg'),
  },
  {
    id: 'process-gone',
    name: 'process gone',
    subject: 'worker',
    ...anIncident,
    begin: on(4, 'systemctl stop worker'),
    end: on(4, 'systemctl start worker'),
  },
  {
    id: 'journal-pattern',
    name: 'errors in the journal',
    subject: 'errors',
    ...aWarning,
    begin: on(4, 'echo "database is gone" | systemd-cat -t app; sleep 4; echo "database is gone" | systemd-cat -t app'),
    end: on(4, 'true'),
  },
  {
    id: 'old-file',
    name: 'no fresh dump for three days',
    subject: 'dump',
    ...anIncident,
    begin: on(4, 'touch -d "3 days ago" /srv/dump-1.sql'),
    end: on(4, 'touch /srv/dump-1.sql'),
  },
  {
    id: 'json-corrupt',
    name: 'JSON file corrupt',
    subject: 'settings',
    ...anIncident,
    begin: on(4, 'echo "{ \\"a\\": 1," >/srv/settings.json'),
    end: on(4, 'echo "{}" >/srv/settings.json'),
  },
  {
    id: 'git-drift',
    name: 'commit not deployed',
    subject: 'site',
    ...aWarning,
    begin: on(
      4,
      'cd /srv/site.git; setpriv --reuid ops --regid ops --init-groups git -c user.name=ops -c user.email=ops@lab commit -q --allow-empty -m two',
    ),
    end: on(4, 'cd /srv/site; setpriv --reuid ops --regid ops --init-groups git pull -q'),
  },
];
