import type { Channel } from '#shared/channel/channelDefinition.ts';
import { channelTakes, isQuiet } from '#shared/channel/channelTakes.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { dayMs, minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop, Vault } from '../ports/ports.ts';
import { channelSecretName } from './channelSecretName.ts';
import { deliveryError } from './deliveryError.ts';
import type { Outbox, OutboxItem } from './outbox.ts';
import { tellChannel } from './tellChannel.ts';

const firstRetryMs = 5 * secondMs;
const longestRetryMs = 15 * minuteMs;
const keepSettledMs = 7 * dayMs;

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
  /** The network changed, the computer woke or the vault opened: what waits is tried at once. */
  readonly retryNow: () => void;
  readonly close: () => Promise<void>;
};

/** Doubles from 5 s to 15 min. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1));
}

export function createChannels(dependencies: ChannelsDependencies): Channels {
  const { outbox, clock, logger, channels } = dependencies;
  let stopTimer: Stop = () => undefined;
  let working: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  const channelOf = (id: string) => channels().find((channel) => channel.id === id) ?? null;
  const secretOf = (channelId: string) => dependencies.vault.get(channelSecretName(channelId));

  /** What was sent stays sent, also when that cannot be journalled. */
  const delivered = (item: OutboxItem, error: string | null): void => {
    try {
      dependencies.delivered(item.notification.id, item.channelId, error);
    } catch (cause) {
      logger.error('a delivery cannot be journalled', { channel: item.channelId, error: String(cause) });
    }
  };

  /** Null when the channel took it. */
  const send = async (channel: Channel, notification: Notification): Promise<ReturnType<typeof deliveryError> | null> => {
    try {
      await tellChannel(channel, notification, await secretOf(channel.id));
      return null;
    } catch (error) {
      return deliveryError(error, null);
    }
  };

  /** False when the channel has to wait with all that it still has to say. */
  const attempt = async (item: OutboxItem): Promise<boolean> => {
    const channel = channelOf(item.channelId);
    if (channel === null) {
      outbox.settle(item.id, 'givenUp');
      delivered(item, 'the channel was removed');
      return true;
    }
    outbox.begin(item.id);
    const error = await send(channel, item.notification);
    if (error === null) {
      outbox.settle(item.id, 'sent');
      delivered(item, null);
      return true;
    }
    const attempts = item.attempts + 1;
    logger.warn('a channel did not take a notification', { channel: channel.id, attempts, error: error.message });
    const isGivenUp = !error.canRetry || clock.now() - item.createdAt > dayMs;
    if (isGivenUp) outbox.settle(item.id, 'givenUp');
    else outbox.retryAt(item.id, clock.now() + retryDelayMs(attempts));
    if (item.attempts === 0 || isGivenUp) delivered(item, isGivenUp ? `given up: ${error.message}` : error.message);
    return isGivenUp;
  };

  const workOff = async (items: readonly OutboxItem[]): Promise<void> => {
    for (const item of items) if (isClosed || !(await attempt(item))) return;
  };

  const work = async (): Promise<void> => {
    for (let due = outbox.due(clock.now()); due.length > 0 && !isClosed; due = outbox.due(clock.now())) {
      // Channels are independent of each other; within one the order stays.
      const byChannel = Map.groupBy(due, (item) => item.channelId);
      await Promise.all([...byChannel.values()].map(workOff));
    }
  };

  const rest = (): void => {
    working = null;
    if (isClosed) return;
    if (isWoken) {
      wake();
      return;
    }
    const next = outbox.nextAt();
    if (next !== null) stopTimer = clock.after(Math.max(0, next - clock.now()), wake);
  };

  const wake = (): void => {
    stopTimer();
    isWoken = working !== null;
    if (isClosed || working !== null) return;
    working = work().then(rest, (error: unknown) => {
      // The disk refused: the outbox cannot say what is due, so it is asked again later.
      logger.error('the outbox cannot be worked off', { error: String(error) });
      working = null;
      if (!isClosed) stopTimer = clock.after(firstRetryMs, wake);
    });
  };

  const settleInterrupted = (item: OutboxItem): void => {
    const channel = channelOf(item.channelId);
    if (channel?.kind === 'webhook' && channel.shape === 'matrix') {
      // The transaction id makes a repeat harmless.
      outbox.retryAt(item.id, clock.now());
      return;
    }
    outbox.settle(item.id, 'uncertain');
    delivered(item, 'may not have arrived: Sitrep ended while sending it');
  };

  const put = (channel: Channel, notification: Notification): void => {
    const minute = dependencies.localMinute();
    if (channelTakes(channel, notification.level, minute)) {
      outbox.put(channel.id, notification, clock.now());
    } else if (isQuiet(channel, notification.level, minute)) {
      dependencies.delivered(notification.id, channel.id, `not sent: quiet hours until ${channel.quiet?.to ?? ''}`);
    }
  };

  outbox.forgetBefore(clock.now() - keepSettledMs);
  for (const item of outbox.interrupted()) settleInterrupted(item);
  wake();

  return {
    tell: (notification) => {
      for (const channel of channels()) {
        try {
          put(channel, notification);
        } catch (error) {
          logger.error('a notification cannot be put into the outbox', { channel: channel.id, error: String(error) });
        }
      }
      wake();
    },
    test: async (channelId) => {
      const channel = channelOf(channelId);
      if (channel === null) throw noChannel(channelId);
      const error = await send(channel, testMessage(channel, clock.now()));
      if (error === null) return;
      throw new RequestError('UNAVAILABLE', `Channel ${channelId} did not take the test: ${error.message}`, mendOf(channel));
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

function testMessage(channel: Channel, now: number): Notification {
  const body = `If you read this, channel ${channel.name ?? channel.id} works.`;
  const about = { incidentId: null, hostId: null, actions: [] };
  return { id: `test-${now}`, level: 'info', title: 'Sitrep test message', body, ...about };
}

function mendOf(channel: Channel): string {
  return channel.kind === 'email'
    ? 'Check host, port, security and user in lab.yaml, and the password in the settings.'
    : 'Check its address in lab.yaml and its secret in the settings.';
}

function noChannel(channelId: string): RequestError {
  return new RequestError('NOT_FOUND', `There is no channel ${channelId} in lab.yaml`, 'Add it under `channels` first.');
}
