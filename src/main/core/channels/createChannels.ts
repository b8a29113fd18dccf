import type { Channel } from '#shared/channel/channelDefinition.ts';
import { channelTakes } from '#shared/channel/channelTakes.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { dayMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop, Vault } from '../ports/ports.ts';
import type { Outbox, OutboxItem } from './outbox.ts';
import { tellChannel } from './tellChannel.ts';

const firstRetryMs = 5 * secondMs;
const longestRetryMs = 15 * minuteMs;

export type ChannelsDependencies = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly vault: Vault;
  /** The channels of the lab in force. */
  readonly channels: () => readonly Channel[];
  /** Minutes since midnight where the person lives. */
  readonly localMinute: () => number;
  /** Journals what became of it; `error` is null when it was sent. */
  readonly delivered: (notificationId: string, channelId: string, error: string | null) => void;
};

/** Tells people through their channels: durable, in order, retried until it is a day old. */
export type Channels = {
  readonly tell: (notification: Notification) => void;
  /** Sends a test message past levels and quiet hours. Throws `RequestError` with the receiver's own words. */
  readonly test: (channelId: string) => Promise<void>;
  /** The network changed or the computer woke: what waits is tried at once. */
  readonly retryNow: () => void;
  readonly close: () => Promise<void>;
};

/** The vault's name for a channel's password, token or secret address. */
export function channelSecretName(channelId: string): string {
  return `channel:${channelId}`;
}

/** Doubles from 5 s to 15 min. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1));
}

export function createChannels(dependencies: ChannelsDependencies): Channels {
  const { outbox, clock, logger, channels } = dependencies;
  let stopTimer: Stop = () => undefined;
  let working: Promise<void> | null = null;
  let isClosed = false;

  const channelOf = (id: string) => channels().find((channel) => channel.id === id) ?? null;

  const attempt = async (item: OutboxItem): Promise<void> => {
    const channel = channelOf(item.channelId);
    if (channel === null) {
      outbox.settle(item.id, 'givenUp');
      dependencies.delivered(item.notification.id, item.channelId, 'the channel was removed');
      return;
    }
    outbox.begin(item.id);
    try {
      await tellChannel(channel, item.notification, await dependencies.vault.get(channelSecretName(channel.id)));
      outbox.settle(item.id, 'sent');
      dependencies.delivered(item.notification.id, channel.id, null);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const isTooOld = clock.now() - item.createdAt > dayMs;
      if (isTooOld) outbox.settle(item.id, 'givenUp');
      else outbox.retryAt(item.id, clock.now() + retryDelayMs(item.attempts + 1));
      if (item.attempts === 0 || isTooOld) dependencies.delivered(item.notification.id, channel.id, text);
      logger.warn('channel did not take a notification', {
        channel: channel.id,
        attempts: item.attempts + 1,
        error: text,
      });
    }
  };

  const work = async (): Promise<void> => {
    for (let due = outbox.due(clock.now()); due.length > 0 && !isClosed; due = outbox.due(clock.now())) {
      // Channels are independent of each other; within one the order stays.
      const byChannel = Map.groupBy(due, (item) => item.channelId);
      await Promise.all(
        [...byChannel.values()].map(async (items) => {
          for (const item of items) if (!isClosed) await attempt(item);
        }),
      );
    }
    const next = outbox.nextAt();
    if (next !== null && !isClosed) stopTimer = clock.after(Math.max(0, next - clock.now()), wake);
  };

  const wake = (): void => {
    stopTimer();
    if (isClosed) return;
    if (working !== null) {
      // Whoever works looks again before it ends; a wake that comes between is kept.
      void working.then(wake);
      return;
    }
    working = work().finally(() => {
      working = null;
    });
  };

  for (const item of outbox.interrupted()) {
    const channel = channelOf(item.channelId);
    if (channel?.kind === 'webhook' && channel.shape === 'matrix') {
      outbox.retryAt(item.id, clock.now());
      continue;
    }
    outbox.settle(item.id, 'uncertain');
    dependencies.delivered(item.notification.id, item.channelId, 'may not have arrived: Sitrep ended while sending it');
  }
  wake();

  return {
    tell: (notification) => {
      for (const channel of channels()) {
        if (channelTakes(channel, notification.level, dependencies.localMinute()))
          outbox.put(channel.id, notification, clock.now());
      }
      wake();
    },
    test: async (channelId) => {
      const channel = channelOf(channelId);
      if (channel === null)
        throw new RequestError('NOT_FOUND', `There is no channel ${channelId} in lab.yaml`, 'Add it there first.');
      const notification: Notification = {
        id: `test-${clock.now()}`,
        level: 'info',
        title: 'Sitrep test message',
        body: `Channel ${channelId} works.`,
        incidentId: null,
        hostId: null,
        actions: [],
      };
      try {
        await tellChannel(channel, notification, await dependencies.vault.get(channelSecretName(channelId)));
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        throw new RequestError(
          'UNAVAILABLE',
          `Channel ${channelId} did not take the test: ${text}`,
          'Check its address and its secret.',
          { cause: error },
        );
      }
    },
    retryNow: () => {
      outbox.makeAllDue(clock.now());
      wake();
    },
    close: async () => {
      isClosed = true;
      stopTimer();
      await working;
    },
  };
}
