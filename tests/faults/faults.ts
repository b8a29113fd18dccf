import { minuteMs, secondMs } from '#shared/time/instant.ts';
import * as lab from '#tests/lab/lab.ts';
import type { Bystander } from './bystander.ts';
import { failedAs, type Fault, type Report } from './fault.ts';

const nothing = (): Promise<void> => Promise.resolve();
const done = async (work: Promise<unknown>): Promise<void> => void (await work);

/** Keepalive asks every 3 s and gives up at the third question without an answer; one more for scheduling. */
const silenceMs = 13 * secondMs;
/** Silence is seen by the keepalive; then the next attempt finds a frozen host's words missing within 5 s. */
const frozenMs = silenceMs + 8 * secondMs;

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
    inject: (host) => done(lab.asRoot(host, 'systemctl reboot')),
    reported: reconnected,
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
    alert: 'reachable',
  },
];

/** Connected anew, without a person, after the connection was lost. */
function reconnected({ states }: Bystander, sinceMs: number): Report | null {
  const after = states.filter(({ atMs }) => atMs >= sinceMs);
  const lostAt = after.findIndex(({ state }) => state.kind === 'failed');
  const back = after.slice(lostAt + 1).find(({ state }) => state.kind === 'connected');
  if (lostAt === -1 || back === undefined) return null;
  const { state } = after[lostAt] ?? {};
  const text = state?.kind === 'failed' ? state.failure.text : '';
  return { kind: 'connected', text: `${text} Connected again by itself.`, atMs: back.atMs };
}
