import type { Clock, Stop } from '../../ports/ports.ts';
import type { CommandChannel } from '../shellTransport.ts';
import { createGate } from './gate.ts';

/** The host allows no further channel at present (MaxSessions). */
export class SessionRefusedError extends Error {
  constructor() {
    super('The host allows no further session at present (MaxSessions).');
    this.name = 'SessionRefusedError';
  }
}

/** Tells when a connection is lost, without keeping those who no longer care. */
export type Loss = { readonly why: () => string | null; readonly onLost: (listener: (why: string) => void) => Stop };

export function lossOf(gone: Promise<string>): Loss {
  const listeners = new Set<(why: string) => void>();
  let lost: string | null = null;
  void gone.then((why) => {
    lost = why;
    for (const listener of listeners) listener(why);
    listeners.clear();
  });
  return {
    why: () => lost,
    onLost: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function lostText(why: string): string {
  return `The connection was lost: ${why}.`;
}

/** One try; rejects with a SessionRefusedError where there is no room. */
export type TryOpen = () => Promise<{
  readonly channel: CommandChannel;
  readonly onClosed: (listener: () => void) => void;
}>;

export type SessionQueue = {
  /** Opens a channel; where the host refuses it for want of room, waits for one to close and tries again. */
  readonly open: (tryOpen: TryOpen, signal: AbortSignal) => Promise<CommandChannel>;
  /** Told each time a command has to wait, so that whoever can spare a channel may close it. */
  readonly onCrowded: (listener: () => void) => Stop;
};

/** Milliseconds between tries while no channel of ours closes: from, to. */
const firstRetryMs = 30;
const lastRetryMs = 1_000;

export function createSessionQueue(clock: Clock, loss: Loss): SessionQueue {
  const crowded = new Set<() => void>();
  const line = createGate(1);
  let inLine = 0;
  let wake = (): void => undefined;
  loss.onLost(() => wake());

  /** True when a channel closed or the connection was lost; false after the time: others may share the limit. */
  const wait = (delayMs: number, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const go = (isWoken: boolean): void => {
        stopTimer();
        signal.removeEventListener('abort', abort);
        wake = () => undefined;
        resolve(isWoken);
      };
      const abort = (): void => go(false);
      const stopTimer = clock.after(delayMs, () => go(false));
      signal.addEventListener('abort', abort, { once: true });
      wake = () => go(true);
      for (const listener of crowded) listener();
    });

  /** Null where there was no room. */
  const attempt = async (tryOpen: TryOpen, signal: AbortSignal): Promise<CommandChannel | null> => {
    signal.throwIfAborted();
    const lost = loss.why();
    if (lost !== null) throw new Error(lostText(lost));
    try {
      const { channel, onClosed } = await tryOpen();
      onClosed(() => wake());
      return channel;
    } catch (error) {
      if (error instanceof SessionRefusedError) return null;
      throw error;
    }
  };

  /** Only the first of the line tries; a host may need a moment after a close until it takes the next. */
  const openInLine = async (tryOpen: TryOpen, signal: AbortSignal): Promise<CommandChannel> => {
    const leave = await line.enter(signal);
    try {
      for (let retryMs = firstRetryMs; ;) {
        const channel = await attempt(tryOpen, signal);
        if (channel !== null) return channel;
        const isWoken = await wait(retryMs, signal);
        retryMs = isWoken ? firstRetryMs : Math.min(retryMs * 2, lastRetryMs);
      }
    } finally {
      leave();
    }
  };

  return {
    open: async (tryOpen, signal) => {
      const direct = inLine === 0 ? await attempt(tryOpen, signal) : null;
      if (direct !== null) return direct;
      inLine += 1;
      try {
        return await openInLine(tryOpen, signal);
      } finally {
        inLine -= 1;
      }
    },
    onCrowded: (listener) => {
      crowded.add(listener);
      return () => crowded.delete(listener);
    },
  };
}
