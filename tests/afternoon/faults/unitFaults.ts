import { pause } from '#tests/support/pause.ts';
import { anIncident, nothingSaid, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);
const start = (host: number, unit: string) =>
  on(host, `systemctl reset-failed ${unit} 2>/dev/null; systemctl start ${unit}`);
const broken = (unit: string): string => `touch /run/${unit}.mode; systemctl kill -s KILL ${unit}`;
const mended = (host: number, unit: string) =>
  on(host, `rm /run/${unit}.mode; systemctl reset-failed ${unit}; systemctl start ${unit}`);

const flap = async ({ root }: World): Promise<void> => {
  for (let round = 0; round < 8; round += 1) {
    await root(2, 'systemctl stop flapping');
    await pause(2_500);
    await root(2, 'systemctl start flapping');
    await pause(2_500);
  }
};

/** What happens to single units of systemd. */
export const unitFaults: readonly Fault[] = [
  {
    id: 'unit-stopped',
    name: 'unit stopped',
    subject: 'stopped',
    ...anIncident,
    isQuick: true,
    begin: on(1, 'systemctl stop stopped'),
    end: start(1, 'stopped'),
  },
  {
    id: 'unit-killed',
    name: 'unit killed for good',
    subject: 'killed',
    ...anIncident,
    isQuick: true,
    begin: on(1, 'systemctl kill -s KILL killed'),
    end: start(1, 'killed'),
  },
  {
    id: 'unit-restarts',
    name: 'unit killed, systemd restarts it',
    subject: 'phoenix',
    ...nothingSaid,
    isQuick: true,
    begin: on(1, 'systemctl kill -s KILL phoenix'),
    end: on(1, 'true'),
  },
  {
    id: 'unit-masked',
    name: 'unit stopped and masked',
    subject: 'masked',
    ...anIncident,
    begin: on(1, 'systemctl stop masked; mv /etc/systemd/system/masked.service /etc/masked; systemctl mask masked'),
    end: on(
      1,
      'systemctl unmask masked; mv /etc/masked /etc/systemd/system/masked.service; systemctl daemon-reload; systemctl start masked',
    ),
  },
  {
    id: 'unit-vanished',
    name: 'unit file deleted',
    subject: 'vanished',
    ...anIncident,
    begin: on(
      1,
      'systemctl stop vanished; mv /etc/systemd/system/vanished.service /etc/vanished; systemctl daemon-reload',
    ),
    end: on(
      1,
      'mv /etc/vanished /etc/systemd/system/vanished.service; systemctl daemon-reload; systemctl start vanished',
    ),
  },
  {
    id: 'crash-loop-given-up',
    name: 'crash loop, systemd gives up',
    subject: 'crashing',
    ...anIncident,
    begin: on(2, broken('crashing')),
    end: mended(2, 'crashing'),
  },
  {
    id: 'crash-loop-endless',
    name: 'crash loop without end',
    subject: 'looping',
    ...anIncident,
    begin: on(2, broken('looping')),
    end: mended(2, 'looping'),
  },
  {
    id: 'unit-restarted',
    name: 'unit restarted by a person',
    subject: 'restarted',
    ...nothingSaid,
    begin: on(2, 'systemctl restart restarted'),
    end: on(2, 'true'),
  },
  {
    id: 'unit-slow-start',
    name: 'unit restarted that takes 12 s to start',
    subject: 'slow-start',
    ...nothingSaid,
    lastsS: 16,
    begin: on(2, 'systemctl restart --no-block slow-start'),
    end: on(2, 'true'),
  },
  {
    id: 'unit-flapping',
    name: 'unit stopped and started 8 times in 40 s',
    subject: 'flapping',
    ...anIncident,
    begin: flap,
    end: on(2, 'true'),
  },
  {
    id: 'config-broken',
    name: 'configuration broken: unit and HTTP fail',
    subject: 'auditor',
    ...anIncident,
    isQuick: true,
    begin: on(
      2,
      'cd /opt/gitops-auditor; cp config.json /run/config.json; echo "{" >config.json; systemctl restart gitops-auditor',
    ),
    end: on(
      2,
      'cp /run/config.json /opt/gitops-auditor/config.json; systemctl reset-failed gitops-auditor; systemctl start gitops-auditor',
    ),
  },
  {
    id: 'one-shot-failed',
    name: 'backup job (one-shot) failed',
    subject: 'backup',
    ...anIncident,
    begin: on(5, 'touch /run/backup.mode; systemctl start backup || true'),
    end: mended(5, 'backup'),
  },
  {
    id: 'timer-job-failed',
    name: 'job of a timer failed',
    subject: 'nightly',
    ...anIncident,
    begin: on(5, 'touch /run/nightly.mode; systemctl start nightly || true'),
    end: mended(5, 'nightly'),
  },
  {
    id: 'timer-stopped',
    name: 'timer stopped',
    subject: 'weekly',
    ...anIncident,
    begin: on(5, 'systemctl stop weekly.timer'),
    end: on(5, 'systemctl start weekly.timer'),
  },
];
