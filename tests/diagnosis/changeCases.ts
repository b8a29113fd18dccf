import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { powerOn, shutDown, type LabHost } from '../lab/lab.ts';
import { until } from './diagnosisHost.ts';

/** A change of the service under diagnosis, then one nearer in time that has nothing to do with it. */
export type ChangeCase = {
  readonly name: string;
  readonly make: string;
  /** What is done to the host from outside, before the decoy. */
  readonly outside?: (host: LabHost) => Promise<void>;
  readonly decoy: string;
  readonly undo: string;
  /** Another service than the notes, which has fewer changes of its own. */
  readonly service?: string;
  /** It is only told, and not first: what was written lately into the service's own folders is nearer. */
  readonly isAmong?: true;
  /** What the change that is told must say. */
  readonly told: RegExp;
  /** What the difference must show; null where there is none to be had, which must be said. */
  readonly difference: RegExp | null;
};

const git = 'runuser -u notes -- git -C /srv/notes -c user.name=n -c user.email=n@n';
const issue = 'sleep 1; echo hello > /etc/issue.net';
const deb = (name: string) =>
  `d=$(mktemp -d); chmod 755 "$d"; mkdir -p "$d/DEBIAN" "$d/usr/share/${name}"; printf 'Package: ${name}\\nVersion: 1.1\\nArchitecture: all\\nMaintainer: n <n@n>\\nDescription: ${name}\\n' > "$d/DEBIAN/control"; echo 1 > "$d/usr/share/${name}/version"; dpkg-deb -b "$d" /root/${name}.deb >/dev/null; dpkg -i /root/${name}.deb >/dev/null`;

async function restart(host: LabHost): Promise<void> {
  await shutDown(host);
  await powerOn(host);
  await until(host, '[ "$(systemctl is-active notes)" = active ]', 'the notes after the start of the host');
}

/** A person at a terminal, by the ssh of the system; ssh wants a terminal of its own for that, which `-tt` forgoes. */
async function login(host: LabHost): Promise<void> {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes', 'LogLevel=ERROR'];
  const words = ['-tt', '-i', host.keyFile, ...options.flatMap((option) => ['-o', option]), `ops@${host.address}`];
  await promisify(execFile)('ssh', [...words, 'true'], { timeout: 20_000 });
}

/** Each kind of change that a diagnosis looks for. */
export const changeCases: readonly ChangeCase[] = [
  {
    name: 'deployed commit',
    make: `runuser -u notes -- sh -c 'echo "# tuned" >> /srv/notes/app.py'; ${git} commit -q -am 'Tune the notes'`,
    decoy: issue,
    undo: `${git} reset -q --hard HEAD~1`,
    told: /Deployed: [0-9a-f]{7} "Tune the notes"/,
    difference: /^\+# tuned/m,
  },
  {
    name: 'configuration file',
    make: `runuser -u notes -- sh -c 'echo "size = 20" >> /srv/notes/settings.toml'`,
    decoy: issue,
    undo: `${git} checkout -q settings.toml`,
    told: /File written: \/srv\/notes\/settings\.toml/,
    difference: /^\+size = 20/m,
  },
  {
    name: 'unit file',
    make: `mkdir -p /etc/systemd/system/notes.service.d; printf '[Service]\\nNice=5\\n' > /etc/systemd/system/notes.service.d/nice.conf; systemctl daemon-reload`,
    decoy: issue,
    undo: 'rm -r /etc/systemd/system/notes.service.d; systemctl daemon-reload',
    told: /File written: \/etc\/systemd\/system\/notes\.service\.d\/nice\.conf/,
    difference: null,
  },
  {
    name: 'owner and mode',
    make: 'chmod 640 /etc/notes/notes.env',
    decoy: issue,
    undo: 'true',
    told: /owner, mode or name changed: \/etc\/notes\/notes\.env/,
    difference: null,
  },
  {
    name: 'package',
    make: deb('notes'),
    decoy: `sleep 1; ${deb('fortune')}`,
    undo: 'dpkg -r notes fortune >/dev/null',
    told: /Package notes: install/,
    difference: /notes:all.*1\.1/,
  },
  {
    name: 'cron',
    make: `echo '0 3 * * * root /usr/local/bin/backup-notes' > /etc/cron.d/notes-nightly`,
    decoy: issue,
    undo: 'rm /etc/cron.d/notes-nightly',
    told: /\/etc\/cron\.d\/notes-nightly/,
    difference: null,
  },
  {
    name: 'timer',
    make: `printf '[Timer]\\nOnCalendar=daily\\n' > /etc/systemd/system/notes-prune.timer; systemctl daemon-reload`,
    decoy: issue,
    undo: 'rm /etc/systemd/system/notes-prune.timer; systemctl daemon-reload',
    told: /notes-prune\.timer/,
    difference: null,
  },
  {
    name: 'sudo',
    make: 'runuser -u ops -- sudo systemctl try-restart notes',
    decoy: 'sleep 1; runuser -u ops -- sudo cat /etc/hostname',
    undo: 'true',
    told: /ops ran with sudo: .*systemctl try-restart notes/,
    difference: null,
  },
  {
    name: 'restart of the host',
    make: 'true',
    outside: restart,
    decoy: issue,
    undo: 'true',
    told: /The host was restarted/,
    difference: null,
  },
  {
    name: 'login',
    service: 'ledger',
    isAmong: true,
    make: 'true',
    outside: login,
    decoy: issue,
    undo: 'true',
    told: /Login of ops \(pts\/\d+ from [\d.]+\)/,
    difference: null,
  },
  {
    name: 'container image',
    make: `printf '#!/bin/sh\\n[ "$1" = ps ] && { echo "%s|notes|registry.lan/notes:2.0|Up"; echo "%s|other|x:1|Up"; }\\n' "$(date '+%Y-%m-%d %H:%M:%S %z UTC')" "$(date '+%Y-%m-%d %H:%M:%S %z UTC')" > /usr/local/bin/docker; chmod 755 /usr/local/bin/docker`,
    decoy: issue,
    undo: 'rm /usr/local/bin/docker',
    told: /Container notes was made from registry\.lan\/notes:2\.0/,
    difference: null,
  },
];
