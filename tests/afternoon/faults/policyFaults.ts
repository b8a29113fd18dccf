import { pause } from '#tests/support/pause.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { lab9InMaintenance, serviceInMaintenance, withoutCheck, withUnit } from '../labEdits.ts';
import { anIncident, anIncidentWithoutEnd, nothingSaid, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

/** Longer than it takes to confirm a problem. */
const confirmedMs = 14_000;

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);

const rebootInMaintenance = async ({ editLab, observer, root }: World): Promise<void> => {
  const { wallMs } = await observer.look();
  await editLab(lab9InMaintenance(wallMs - minuteMs, wallMs + 60 * minuteMs));
  await root(9, 'systemctl reboot');
};

const silenced = async ({ observer, root }: World): Promise<void> => {
  await observer.ask({ kind: 'silence', target: { kind: 'service', id: 'silenced' } });
  await root(1, 'systemctl stop silenced');
};

const outlasted = async ({ observer, root }: World): Promise<void> => {
  await observer.ask({ kind: 'silence', target: { kind: 'service', id: 'late' } });
  await root(1, 'systemctl stop late');
  await pause(confirmedMs);
  await observer.ask({ kind: 'endSilences' });
};

/** A window ends at a full minute: in 10 to 70 s. */
const outlastsMaintenance = async ({ editLab, observer, root }: World): Promise<void> => {
  const { wallMs } = await observer.look();
  await editLab(serviceInMaintenance('planned', wallMs - minuteMs, wallMs + minuteMs + 10_000));
  await root(1, 'systemctl stop planned');
};

const takenOut = async ({ editLab, root }: World): Promise<void> => {
  await editLab(withoutCheck('removed'));
  await root(10, 'systemctl start removed');
};

const pointedElsewhere = async ({ editLab, root }: World): Promise<void> => {
  await editLab(withUnit('changed', 'spare'));
  await root(10, 'systemctl start changed');
};

/** What people do to the lab while it is watched. Those that rewrite `lab.yaml` or end silences come one by one. */
export const policyFaults: readonly (readonly Fault[])[] = [
  [
    {
      id: 'silence',
      name: 'unit stopped while silenced',
      subject: 'silenced',
      ...nothingSaid,
      lastsS: 16,
      begin: silenced,
      end: on(1, 'systemctl start silenced'),
    },
    {
      id: 'maintenance',
      name: 'reboot in a maintenance window',
      subject: 'lab9',
      ...nothingSaid,
      lastsS: 16,
      begin: rebootInMaintenance,
      end: () => pause(1),
    },
  ],
  [
    {
      id: 'silence-outlasted',
      name: 'silence ends, unit is still stopped',
      subject: 'late',
      ...anIncident,
      begin: outlasted,
      end: on(1, 'systemctl start late'),
    },
  ],
  [
    {
      id: 'maintenance-outlasted',
      name: 'maintenance ends, unit is still stopped',
      subject: 'planned',
      ...anIncident,
      begin: outlastsMaintenance,
      end: on(1, 'systemctl start planned'),
    },
  ],
  [
    {
      id: 'check-removed',
      name: 'check of a stopped unit removed',
      subject: 'removed',
      ...anIncidentWithoutEnd,
      begin: on(10, 'systemctl stop removed'),
      end: takenOut,
    },
  ],
  [
    {
      id: 'check-changed',
      name: 'check of a stopped unit points to another',
      subject: 'changed',
      ...anIncidentWithoutEnd,
      begin: on(10, 'systemctl stop changed'),
      end: pointedElsewhere,
    },
  ],
];
