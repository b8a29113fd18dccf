import { pause } from '#tests/support/pause.ts';
import * as lab from '#tests/lab/lab.ts';
import { anIncident, nothingSaid, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const on =
  (host: number, line: string) =>
  ({ root }: World): Promise<string> =>
    root(host, line);
const allHosts = Array.from({ length: 10 }, (_, index) => index + 1);
const each =
  (act: (host: lab.LabHost) => Promise<unknown>) =>
  ({ host }: World): Promise<unknown> =>
    Promise.all(allHosts.map((number) => act(host(number))));
const to =
  (number: number, act: (host: lab.LabHost) => Promise<unknown>) =>
  ({ host }: World): Promise<unknown> =>
    act(host(number));
const well = (): Promise<void> => Promise.resolve();

const cutShortly = async (cut: lab.LabHost): Promise<void> => {
  await lab.cutCable(cut);
  await pause(3_000);
  await lab.healCable(cut);
};

/** What happens to hosts as a whole and to the way to them. Each has a service whose own check must keep still. */
export const hostFaults: readonly Fault[] = [
  {
    id: 'power-loss',
    name: 'power loss',
    subject: 'lab6',
    ...anIncident,
    isQuick: true,
    begin: to(6, lab.powerOff),
    end: to(6, lab.powerOn),
  },
  {
    id: 'cable-cut',
    name: 'cable cut',
    subject: 'lab7',
    ...anIncident,
    begin: to(7, lab.cutCable),
    end: to(7, lab.healCable),
  },
  {
    id: 'host-frozen',
    name: 'host frozen',
    subject: 'lab8',
    ...anIncident,
    begin: to(8, lab.pause),
    end: to(8, lab.resume),
  },
  {
    id: 'host-off',
    name: 'host shut down properly',
    subject: 'lab9',
    ...anIncident,
    begin: to(9, lab.shutDown),
    end: to(9, lab.powerOn),
  },
];

/** The same hosts, and nothing to say. */
export const harmlessHostFaults: readonly Fault[] = [
  {
    id: 'cable-hiccup',
    name: 'cable out for 3 s',
    subject: 'lab7',
    ...nothingSaid,
    isQuick: true,
    begin: to(7, cutShortly),
    end: well,
  },
  {
    id: 'packet-loss',
    name: '10 % of packets lost each way',
    subject: 'lab8',
    ...nothingSaid,
    lastsS: 25,
    begin: to(8, (host) => lab.losePackets(host, 10)),
    end: to(8, (host) => lab.losePackets(host, 0)),
  },
  {
    id: 'sessions-killed',
    name: 'our SSH connection killed on the host',
    subject: 'lab6',
    ...nothingSaid,
    begin: on(6, 'pkill -KILL -u ops sshd || true'),
    end: well,
  },
  {
    id: 'sshd-restarted',
    name: 'sshd restarted',
    subject: 'lab3',
    ...nothingSaid,
    begin: on(3, 'systemctl restart ssh'),
    end: well,
  },
  {
    id: 'journald-restarted',
    name: 'journald restarted, systemd re-executed',
    subject: 'lab5',
    ...nothingSaid,
    begin: on(5, 'systemctl restart systemd-journald; systemctl daemon-reexec'),
    end: well,
  },
  {
    id: 'host-frozen-shortly',
    name: 'host frozen for 3 s',
    subject: 'lab4',
    ...nothingSaid,
    begin: to(4, freezeShortly),
    end: well,
  },
];

/** Alone, since everybody is concerned. */
export const everybodyGone: Fault = { id: 'all-hosts-gone', name: 'all hosts gone, our side well', subject: 'all-hosts', ...anIncident, isQuick: true, begin: each(lab.cutCable), end: each(lab.healCable) }; // prettier-ignore

async function freezeShortly(host: lab.LabHost): Promise<void> {
  await lab.pause(host);
  await pause(3_000);
  await lab.resume(host);
}
