/** Lets one loop sleep until something happened; a ring while nobody waits is remembered once. */
export type Bell = {
  readonly ring: () => void;
  /** Resolves at the next ring, or at once when the signal is aborted: look at the signal afterwards. */
  readonly rung: () => Promise<void>;
};

/** The bell of one loop; the signal wakes the loop for the last time. */
export function createBell(signal: AbortSignal): Bell {
  let hasRung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    hasRung = true;
    wake?.();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    rung: async () => {
      if (!hasRung && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      hasRung = false;
      wake = null;
    },
  };
}
