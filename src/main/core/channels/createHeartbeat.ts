import type { Heartbeat } from '#shared/channel/channelDefinition.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import { deliveryError } from './deliveryError.ts';

const usualEverySeconds = 60;
const timeoutMs = 15 * secondMs;

export type HeartbeatDependencies = {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the lab in force; null where nobody waits for a sign of life. */
  readonly heartbeat: () => Heartbeat | null;
  /** Whether hosts are really being seen: a process that runs but sees nothing is no sign of life. */
  readonly isObserving: () => boolean;
};

export type HeartbeatSender = {
  /** The lab changed: a new address or rhythm holds from now on. */
  readonly review: () => void;
  readonly close: () => void;
};

/** Sends signs of life to an outside watchdog, which notices by their absence what a sleeping computer cannot. */
export function createHeartbeat({ clock, logger, heartbeat, isObserving }: HeartbeatDependencies): HeartbeatSender {
  let stopTimer: Stop = () => undefined;
  let isClosed = false;
  let current: string | null = null;
  let hasFailed = false;

  const send = async (url: string): Promise<void> => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`its server answered ${response.status}`);
      hasFailed = false;
    } catch (error) {
      // Once per outage of the watchdog: the next one comes soon, and is as likely to fail.
      if (!hasFailed) logger.warn('the heartbeat was not taken', { error: deliveryError(error, url).message });
      hasFailed = true;
    }
  };

  const beat = (): void => {
    const wanted = heartbeat();
    if (isClosed || wanted === null) return;
    if (isObserving()) void send(wanted.url);
    stopTimer = clock.after((wanted.every ?? usualEverySeconds) * secondMs, beat);
  };

  const review = (): void => {
    const next = JSON.stringify(heartbeat());
    if (next === current) return;
    current = next;
    stopTimer();
    beat();
  };

  review();
  return {
    review,
    close: () => {
      isClosed = true;
      stopTimer();
    },
  };
}
