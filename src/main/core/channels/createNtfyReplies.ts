import type { Channel } from '#shared/channel/channelDefinition.ts';
import { acknowledgedBy } from '#shared/channel/channelRequest.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop, Vault } from '../ports/ports.ts';
import { channelSecretName } from './channelSecretName.ts';
import { DeliveryError } from './deliveryError.ts';
import { followNtfyTopic } from './ntfyTopic.ts';
import type { OpenButton } from './openButtons.ts';

const firstRetryMs = 2 * secondMs;
const longestRetryMs = minuteMs;
/** The clocks of the server and of this computer may differ by this much. */
const clockSkewMs = 5 * minuteMs;

export type NtfyRepliesDependencies = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly vault: Pick<Vault, 'get'>;
  readonly channels: () => readonly Channel[];
  readonly openButtons: () => readonly OpenButton[];
  readonly acknowledge: (notificationId: string) => void;
};

/** Hears the acknowledge buttons of ntfy, on a stream that is open only while there is a button to press. */
export type NtfyReplies = {
  /** Something changed that may open or close a stream: notifications, incidents or the lab. */
  readonly review: () => void;
  /** The network changed: streams are opened anew at once. */
  readonly reconnect: () => void;
  readonly close: () => Promise<void>;
};

type NtfyChannel = Extract<Channel, { kind: 'ntfy' }>;
type Listening = { readonly key: string; readonly ears: AbortController; readonly ended: Promise<void> };

export function createNtfyReplies(dependencies: NtfyRepliesDependencies): NtfyReplies {
  const listening = new Map<string, Listening>();
  let isClosed = false;

  const wanted = (): readonly NtfyChannel[] =>
    isClosed || dependencies.openButtons().length === 0
      ? []
      : dependencies.channels().flatMap((channel) => (hasButton(channel) ? [channel] : []));

  const review = (): void => {
    const channels = new Map(wanted().map((channel) => [channel.id, channel]));
    for (const [id, { key, ears }] of listening) {
      const channel = channels.get(id);
      if (channel !== undefined && keyOf(channel) === key) continue;
      ears.abort();
      listening.delete(id);
    }
    for (const [id, channel] of channels) {
      if (listening.has(id)) continue;
      const ears = new AbortController();
      listening.set(id, { key: keyOf(channel), ears, ended: listen(dependencies, channel, ears.signal) });
    }
  };

  const stopAll = async (): Promise<void> => {
    const all = [...listening.values()];
    listening.clear();
    for (const { ears } of all) ears.abort();
    await Promise.all(all.map(({ ended }) => ended));
  };

  return {
    review,
    reconnect: () => {
      void stopAll();
      review();
    },
    close: async () => {
      isClosed = true;
      await stopAll();
    },
  };
}

const hasButton = (channel: Channel): channel is NtfyChannel =>
  channel.kind === 'ntfy' && channel.replyTopic !== undefined;

const keyOf = ({ server, replyTopic }: NtfyChannel): string => `${server} ${replyTopic ?? ''}`;

/** Follows one reply topic until the signal; what was pressed while no stream was open is heard first. Never rejects. */
async function listen(deps: NtfyRepliesDependencies, channel: NtfyChannel, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const token = await deps.vault.get(channelSecretName(channel.id));
      const subscription = {
        server: channel.server,
        topic: channel.replyTopic ?? '',
        since: lastId ?? sinceOldest(deps.openButtons()),
        token,
      };
      await followNtfyTopic(
        subscription,
        ({ id, text }) => {
          lastId = id;
          failures = 0;
          answer(deps, text);
        },
        deps.clock,
        signal,
      );
    } catch (error) {
      failures += 1;
      const words = error instanceof DeliveryError ? error.message : 'the vault or the journal failed';
      deps.logger.warn('replies of a channel cannot be heard', { channel: channel.id, failures, error: words });
      await pause(deps.clock, Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)), signal);
    }
  }
}

function answer(deps: NtfyRepliesDependencies, text: string): void {
  const notificationId = acknowledgedBy(text);
  // Whoever knows the topic may write to it; only the id of an open notification, which nobody can guess, counts.
  const isOpen = deps.openButtons().some((button) => button.notificationId === notificationId);
  if (notificationId === null || !isOpen) return;
  deps.acknowledge(notificationId);
}

function sinceOldest(buttons: readonly OpenButton[]): string {
  const oldest = Math.min(...buttons.map(({ raisedAt }) => raisedAt));
  return Number.isFinite(oldest) ? String(Math.floor((oldest - clockSkewMs) / secondMs)) : '10m';
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop: Stop = clock.after(delayMs, resolve);
    const end = (): void => {
      stop();
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
