import { pause } from '#tests/support/pause.ts';
import { dayMs, hourMs, minuteMs } from '#shared/time/instant.ts';
import { anIncident, nothingSaid, type Fault } from '../fault.ts';
import type { World } from '../world.ts';

const jump =
  (byMs: number) =>
  ({ observer }: World): Promise<unknown> =>
    observer.ask({ kind: 'jump', byMs });
const well = (): Promise<void> => Promise.resolve();

const sleepWhileUnitStops = async ({ observer, root }: World): Promise<void> => {
  await observer.ask({ kind: 'suspend' });
  await root(2, 'systemctl stop asleep');
  await pause(3_000);
  await observer.ask({ kind: 'jump', byMs: 10 * minuteMs });
  await observer.ask({ kind: 'resume' });
};

const freeze = async ({ observer }: World): Promise<void> => {
  observer.freeze();
  await pause(25_000);
  observer.thaw();
};

const suspend = async ({ observer }: World): Promise<void> => {
  await observer.ask({ kind: 'suspend' });
  await observer.ask({ kind: 'jump', byMs: hourMs });
  await pause(1_000);
  await observer.ask({ kind: 'resume' });
};

/** What happens on our own side, one after the other, since each concerns everything. Nothing is to be said of hosts. */
export const observerFaults: readonly Fault[] = [
  {
    id: 'own-link-cut',
    name: 'own cable cut',
    subject: 'observer',
    ...nothingSaid,
    isQuick: true,
    lastsS: 30,
    begin: ({ network }) => network.cutLink(),
    end: async ({ network }) => {
      await network.healLink();
    },
  },
  {
    id: 'own-switch-dead',
    name: 'own switch dead: hosts and gateway silent',
    subject: 'observer',
    ...nothingSaid,
    lastsS: 30,
    begin: ({ network }) => network.cutBehind(),
    end: ({ network }) => network.healBehind(),
  },
  {
    id: 'gateway-silent',
    name: 'gateway silent, hosts answer',
    subject: 'observer',
    ...nothingSaid,
    lastsS: 20,
    begin: ({ network }) => network.silenceGateway(),
    end: ({ network }) => network.healGateway(),
  },
  {
    id: 'suspend',
    name: 'suspend for an hour, told by the shell',
    subject: 'observer',
    ...nothingSaid,
    isQuick: true,
    begin: suspend,
    end: well,
  },
  {
    id: 'suspend-untold',
    name: 'suspend for an hour, seen by the clocks alone',
    subject: 'observer',
    ...nothingSaid,
    begin: jump(hourMs),
    end: well,
  },
  {
    id: 'clock-back',
    name: 'wall clock set back a day',
    subject: 'observer',
    ...nothingSaid,
    begin: jump(-dayMs),
    end: well,
  },
  {
    id: 'clock-forth',
    name: 'wall clock set forth a day',
    subject: 'observer',
    ...nothingSaid,
    begin: jump(dayMs),
    end: well,
  },
  {
    id: 'clock-hour-back',
    name: 'wall clock set back an hour',
    subject: 'observer',
    ...nothingSaid,
    begin: jump(-hourMs),
    end: well,
  },
  {
    id: 'process-stopped',
    name: 'our process stopped for 25 s',
    subject: 'observer',
    ...nothingSaid,
    lastsS: 5,
    begin: freeze,
    end: well,
  },
  {
    id: 'stopped-asleep',
    name: 'unit stopped while we slept',
    subject: 'asleep',
    ...anIncident,
    begin: sleepWhileUnitStops,
    end: ({ root }) => root(2, 'systemctl start asleep'),
  },
];
