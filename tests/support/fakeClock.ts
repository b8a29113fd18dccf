import type { Clock } from '#core/ports/ports.ts';

/** A clock that only moves when it is told to. */
export type FakeClock = Clock & {
  /** Lets this much time pass at once: timers fire in order; promises get no turn in between. */
  readonly advance: (delayMs: number) => void;
  /** Lets this much time pass: timers fire in order, and what they start may go on in between. */
  readonly pass: (delayMs: number) => Promise<void>;
  /** The wall clock jumps; the monotonic one does not notice, as in a suspend or when somebody sets the clock. */
  readonly jump: (wallMs: number) => void;
};

type Timer = { readonly atMs: number; readonly order: number; readonly callback: () => void };

/** Starts on 2026-11-23 at 03:11 UTC. */
export function createFakeClock(startAt = Date.UTC(2026, 10, 23, 3, 11)): FakeClock {
  const timers = new Set<Timer>();
  let wall = startAt;
  let monotonic = 1_000;
  let order = 0;
  const goTo = (atMs: number): void => {
    wall += atMs - monotonic;
    monotonic = atMs;
  };
  /** Fires the next timer up to then; false when there is none. */
  const fireNext = (untilMs: number): boolean => {
    const next = [...timers].toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
    if (next === undefined || next.atMs > untilMs) return false;
    timers.delete(next);
    goTo(Math.max(next.atMs, monotonic));
    next.callback();
    return true;
  };
  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (delayMs, callback) => {
      const timer = { atMs: monotonic + Math.max(0, delayMs), order: order++, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (delayMs) => {
      const untilMs = monotonic + delayMs;
      while (fireNext(untilMs));
      goTo(untilMs);
    },
    pass: async (delayMs) => {
      const untilMs = monotonic + delayMs;
      await settle();
      while (fireNext(untilMs)) await settle();
      goTo(untilMs);
      await settle();
    },
    jump: (wallMs) => (wall += wallMs),
  };
}

/** Promises that are already decided run their course. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
