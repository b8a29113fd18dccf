import { until } from '#tests/support/until.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import * as lab from '#tests/lab/lab.ts';
import { failedAs, type Fault } from './fault.ts';

const nothing = (): Promise<void> => Promise.resolve();
const done = async (work: Promise<unknown>): Promise<void> => void (await work);

/** Keepalive asks every 3 s and gives up at the third question without an answer; one more for scheduling. */
const silenceMs = 13 * secondMs;
/** Silence is seen by the keepalive; then the next attempt finds a frozen host's words missing within 5 s. */
const frozenMs = silenceMs + 8 * secondMs;

const reboot = rebooting();

/** The faults that happen to a host as a whole, or to the way to it. */
export const hostFaults: readonly Fault[] = [
  {
    id: 'power-loss',
    name: 'power loss (silence)',
    expected: 'lost',
    boundMs: silenceMs,
    inject: (host) => done(lab.powerOff(host)),
    reported: failedAs('lost'),
    heal: (host) => done(lab.powerOn(host)),
    returnsWithinMs: minuteMs,
    alert: 'reachable',
  },
  {
    id: 'cable-cut',
    name: 'cable cut',
    expected: 'lost',
    boundMs: silenceMs,
    inject: (host) => done(lab.cutCable(host)),
    reported: failedAs('lost'),
    heal: (host) => done(lab.healCable(host)),
    returnsWithinMs: minuteMs,
    alert: 'reachable',
  },
  {
    id: 'frozen-host',
    name: 'frozen host (accepts, no banner)',
    expected: 'noBanner',
    boundMs: frozenMs,
    inject: (host) => done(lab.pause(host)),
    reported: failedAs('noBanner'),
    heal: (host) => done(lab.resume(host)),
    returnsWithinMs: minuteMs,
    alert: 'reachable',
  },
  {
    id: 'host-rebooted',
    name: 'host rebooted',
    expected: 'connected',
    boundMs: minuteMs,
    inject: reboot.inject,
    reported: reboot.reported,
    heal: nothing,
    returnsWithinMs: minuteMs,
    alert: null,
  },
  {
    id: 'key-changed',
    name: 'key changed (factory reset)',
    expected: 'hostKeyChanged',
    boundMs: 30 * secondMs,
    inject: (host) => done(lab.factoryReset(host)),
    reported: failedAs('hostKeyChanged'),
    heal: nothing,
    returnsWithinMs: null,
    // A changed key is no outage: the person is told at the host itself, which counts as not observed.
    alert: null,
  },
];

/** Lost and connected anew, without a person, to the host as it is after its reboot: while it goes down it still answers. */
function rebooting(): Pick<Fault, 'inject' | 'reported'> {
  let rebootedAtMs = Number.POSITIVE_INFINITY;
  return {
    inject: async (host) => {
      const before = await lab.leaderOf(host);
      await lab.asRoot(host, 'systemctl reboot');
      const hasBegun = async () => (await lab.leaderOf(host).catch(() => before)) !== before;
      await until(hasBegun, 'the reboot', 120_000);
      rebootedAtMs = performance.now();
    },
    reported: ({ states }, sinceMs) => {
      const lost = states.find(({ state, atMs }) => state.kind === 'failed' && atMs >= sinceMs);
      const back = states.findLast(({ state, atMs }) => state.kind === 'connected' && atMs >= rebootedAtMs);
      if (lost?.state.kind !== 'failed' || back === undefined) return null;
      const text = `${lost.state.failure.text} Connected again by itself.`;
      return { kind: 'connected', text, atMs: back.atMs };
    },
  };
}
