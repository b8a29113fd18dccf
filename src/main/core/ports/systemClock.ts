import type { Clock } from './ports.ts';

/** The longest delay that a timer of the runtime takes; a longer one would fire at once. */
const longestDelayMs = 2_147_483_647;

/** The computer's own clocks. `monotonic` stops in suspend where the runtime's does. */
export function systemClock(): Clock {
  return {
    // The only place that reads the wall clock; the runtime's other clock does not follow when it is set.
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, callback) => {
      let timer: NodeJS.Timeout;
      const wait = (leftMs: number): void => {
        const partMs = Math.min(leftMs, longestDelayMs);
        timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : callback()), partMs);
        timer.unref();
      };
      wait(Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
  };
}
