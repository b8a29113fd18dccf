import type { Channel } from '#shared/channel/channelDefinition.ts';
import { channelTakes, isQuiet } from '#shared/channel/channelTakes.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { dayMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Vault } from '../ports/ports.ts';
import { channelSecretName } from './channelSecretName.ts';
import { createOutboxWorker } from './createOutboxWorker.ts';
import { type DeliveryError, deliveryError } from './deliveryError.ts';
import type { Outbox, OutboxItem } from './outbox.ts';
import { tellChannel } from './tellChannel.ts';

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

export function createChannels(dependencies: ChannelsDependencies): Channels {
  const { outbox, clock, logger, channels } = dependencies;
  const channelOf = (id: string) => channels().find((channel) => channel.id === id) ?? null;

  /** What was sent stays sent, also when that cannot be journalled. */
  const delivered = (item: OutboxItem, error: string | null): void => {
    try {
      dependencies.delivered(item.notification.id, item.channelId, error);
    } catch (cause) {
      logger.error('a delivery cannot be journalled', { channel: item.channelId, error: String(cause) });
    }
  };

  const send = async (channel: Channel, notification: Notification): Promise<DeliveryError | null> => {
    try {
      const secret = await dependencies.vault.get(channelSecretName(channel.id));
      await tellChannel(channel, notification, secret);
      return null;
    } catch (error) {
      return deliveryError(error, null);
    }
  };

  const worker = createOutboxWorker({
    outbox,
    clock,
    logger,
    delivered,
    send: async ({ channelId, notification }) => {
      const channel = channelOf(channelId);
      return channel === null ? 'removed' : await send(channel, notification);
    },
  });

  const put = (channel: Channel, notification: Notification): void => {
    const minute = dependencies.localMinute();
    if (channelTakes(channel, notification.level, minute)) {
      outbox.put(channel.id, notification, clock.now());
    } else if (isQuiet(channel, notification.level, minute)) {
      dependencies.delivered(notification.id, channel.id, `not sent: quiet hours until ${channel.quiet?.to ?? ''}`);
    }
  };

  const tell = (channel: Channel, notification: Notification): void => {
    try {
      put(channel, notification);
    } catch (error) {
      logger.error('a notification cannot be put into the outbox', { channel: channel.id, error: String(error) });
    }
  };

  outbox.forgetBefore(clock.now() - keepSettledMs);
  for (const item of outbox.interrupted()) {
    if (isRepeatable(channelOf(item.channelId))) {
      outbox.retryAt(item.id, clock.now());
      continue;
    }
    outbox.settle(item.id, 'uncertain');
    delivered(item, 'may not have arrived: Sitrep ended while sending it');
  }
  worker.wake();

  return {
    tell: (notification) => {
      for (const channel of channels()) tell(channel, notification);
      worker.wake();
    },
    test: async (channelId) => {
      const channel = channelOf(channelId);
      if (channel === null) throw noChannel(channelId);
      const error = await send(channel, testMessage(channel, clock.now()));
      if (error !== null) throw notTaken(channel, error);
    },
    retryNow: () => {
      outbox.makeAllDue(clock.now());
      worker.wake();
    },
    close: worker.close,
  };
}

/** Matrix takes a transaction id, so that a message that had arrived does not show twice. */
function isRepeatable(channel: Channel | null): boolean {
  return channel?.kind === 'webhook' && channel.shape === 'matrix';
}

function notTaken(channel: Channel, { message }: DeliveryError): RequestError {
  return new RequestError('UNAVAILABLE', `Channel ${channel.id} did not take the test: ${message}`, mendOf(channel));
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
  return new RequestError(
    'NOT_FOUND',
    `There is no channel ${channelId} in lab.yaml`,
    'Add it under `channels` first.',
  );
}
