import type { Logger, Stop } from '../ports/ports.ts';

export type Listeners<Value> = {
  readonly add: (listener: (value: Value) => void) => Stop;
  readonly tell: (value: Value) => void;
  readonly isEmpty: () => boolean;
};

/**
 * Listeners that hear everything in order: what is told while they are being called waits until all have heard the
 * earlier one. A listener that throws is logged and keeps nobody from hearing.
 */
export function createListeners<Value>(logger: Logger, name: string): Listeners<Value> {
  const listeners = new Set<{ readonly hear: (value: Value) => void }>();
  const waiting: Value[] = [];
  let isTelling = false;

  function tellOne(value: Value): void {
    for (const listener of listeners.values().toArray()) {
      if (!listeners.has(listener)) continue;
      try {
        listener.hear(value);
      } catch (error) {
        logger.error(`a listener of the ${name} failed`, {
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
    }
  }

  return {
    add: (hear) => {
      const listener = { hear };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (value) => {
      waiting.push(value);
      if (isTelling) return;
      isTelling = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) tellOne(next);
      isTelling = false;
    },
    isEmpty: () => listeners.size === 0,
  };
}
