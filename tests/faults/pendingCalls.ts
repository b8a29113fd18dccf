import { pause } from '#tests/support/pause.ts';
import type { HostSession } from '#core/ssh/hostSession.ts';

/** A call may settle this much after its deadline: the time to kill, and the time to learn that it cannot be done. */
export const allowedOverDeadlineMs = 6_000;
const deadlineMs = 4_000;
const everyMs = 1_500;
/** So long at least calls are made, however soon the fault is reported. */
const leastMs = 6_000;

type Call = { readonly name: string; readonly startedAtMs: number; tookMs: number | null };

/** What became of all the calls that were made while a fault lasted. */
export type CallsSeen = {
  readonly made: number;
  /** How long after its deadline the slowest settled, in ms; negative when all kept it. */
  readonly worstOverMs: number;
  /** Which call that was: `probe`, `output` or `start`. */
  readonly worst: string;
  readonly hold: boolean;
};

/** Calls probe, output and start again and again, and watches that each settles in time. */
export function keepCalling(session: HostSession): { readonly stop: () => Promise<CallsSeen> } {
  const calls: Call[] = [];
  const watch = (name: string, ended: Promise<unknown>): void => {
    const call: Call = { name, startedAtMs: performance.now(), tookMs: null };
    calls.push(call);
    const settle = (): void => void (call.tookMs = performance.now() - call.startedAtMs);
    ended.then(settle, settle);
  };
  const callAll = (): void => {
    watch('probe', session.probe([{ id: 'one', script: 'cat /proc/loadavg', deadlineMs }]));
    watch('output', session.output('uptime', { deadlineMs }));
    const remote = session.start('sleep 1; echo done', { deadlineMs });
    remote.stdout.resume();
    remote.stderr.resume();
    watch('start', remote.ended);
  };
  const startedAtMs = performance.now();
  callAll();
  const timer = setInterval(callAll, everyMs);
  return {
    stop: async () => {
      await pause(startedAtMs + leastMs - performance.now());
      clearInterval(timer);
      await pause(deadlineMs + allowedOverDeadlineMs + 500);
      const took = (call: Call | undefined): number => call?.tookMs ?? Number.POSITIVE_INFINITY;
      const slowest = calls.toSorted((a, b) => took(b) - took(a))[0];
      const worstOverMs = took(slowest) - deadlineMs;
      const hold = worstOverMs <= allowedOverDeadlineMs;
      return { made: calls.length, worstOverMs, worst: slowest?.name ?? '', hold };
    },
  };
}
