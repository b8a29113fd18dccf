/** Lets a limited number of holders in at a time, in the order in which they came. */
export type Gate = {
  /** Resolves with the function that frees the place; freeing twice is harmless. Rejects when aborted while waiting. */
  readonly enter: (signal: AbortSignal) => Promise<() => void>;
};

export function createGate(limit: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const place = (): (() => void) => {
    inside += 1;
    let isFreed = false;
    return () => {
      if (isFreed) return;
      isFreed = true;
      inside -= 1;
      waiting.shift()?.();
    };
  };
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (inside < limit) return resolve(place());
        const admit = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(place());
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(admit), 1);
          reject(signal.reason as Error);
        };
        waiting.push(admit);
        signal.addEventListener('abort', leave, { once: true });
      }),
  };
}

/** A gate of its own for each key, forgotten by nobody: keys are few (addresses of servers). */
export function createGates(limit: number): (key: string) => Gate {
  const gates = new Map<string, Gate>();
  return (key) => {
    const gate = gates.get(key) ?? createGate(limit);
    gates.set(key, gate);
    return gate;
  };
}
