import type { Clock, Stop } from '../ports/ports.ts';

/** Tells its listeners of changes: the first at once, later ones together, at most one call in `everyMs`. */
export type Throttled = {
  readonly ring: () => void;
  readonly listen: (listener: () => void) => Stop;
  readonly close: () => void;
};

export function throttled(clock: Clock, everyMs: number): Throttled {
  const listeners = new Set<() => void>();
  let lastMs = Number.NEGATIVE_INFINITY;
  let stop: Stop | null = null;
  const tell = (): void => {
    stop = null;
    lastMs = clock.monotonic();
    for (const listener of listeners) listener();
  };
  return {
    ring: () => {
      if (listeners.size === 0) return;
      stop ??= clock.after(Math.max(0, lastMs + everyMs - clock.monotonic()), tell);
    },
    listen: (listener) => {
      // A wrapper of its own, so that the same function may listen twice.
      const own = (): void => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    close: () => {
      stop?.();
      listeners.clear();
    },
  };
}
