import type { DatabaseSync } from 'node:sqlite';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { localDateTime } from '#shared/time/zonedTime.ts';
import { createChannels, type Channels } from './channels/createChannels.ts';
import { createHeartbeat } from './channels/createHeartbeat.ts';
import { createNtfyReplies } from './channels/createNtfyReplies.ts';
import { isObserving, type Seen } from './channels/isObserving.ts';
import { openButtons } from './channels/openButtons.ts';
import { createOutbox } from './channels/outbox.ts';
import { createIngestDesk, type IngestDesk } from './ingest/createIngestDesk.ts';
import type { Ports } from './ports/ports.ts';
import type { Journal } from './storage/journal.ts';

export type TellingDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'logger' | 'vault' | 'power'>;
  readonly database: DatabaseSync;
  readonly journal: Journal;
  readonly lab: () => LabFile;
  /** IANA zone of the person. */
  readonly zone: () => string;
  readonly live: () => Seen;
  readonly acknowledge: (notificationId: string) => void;
  readonly report: (change: AlertChange) => void;
  readonly newId: () => string;
};

/** Everything that speaks to and hears from the outside: channels, their buttons, the heartbeat, other monitors. */
export type Telling = {
  readonly channels: Channels;
  readonly ingest: IngestDesk;
  /** The lab in force or a secret changed. */
  readonly review: () => void;
  readonly close: () => Promise<void>;
};

export function createTelling(deps: TellingDependencies): Telling {
  const { journal, lab, newId } = deps;
  const { clock, logger, vault, power } = deps.ports;
  const channelList = () => lab().channels ?? [];
  const channels = createChannels({
    outbox: createOutbox(deps.database),
    clock,
    logger,
    vault,
    channels: channelList,
    localMinute: () => {
      const { hour, minute } = localDateTime(clock.now(), deps.zone());
      return hour * 60 + minute;
    },
    delivered: (notificationId, channelId, error) => {
      const delivery = { channel: channelId, at: clock.now(), error };
      const entry = { type: 'notification.delivered', data: { notificationId, delivery } } as const;
      journal.append([entry], { actor: 'sitrep', requestId: null });
    },
  });
  const replies = createNtfyReplies({
    clock,
    logger,
    vault,
    channels: channelList,
    openButtons: () => openButtons(journal.state()),
    acknowledge: deps.acknowledge,
  });
  const heartbeat = createHeartbeat({
    clock,
    logger,
    heartbeat: () => lab().heartbeat ?? null,
    isObserving: () => isObserving(deps.live(), clock.now()),
  });
  const ingest = createIngestDesk({
    clock,
    logger,
    vault,
    lab,
    openAlerts: () => Object.values(journal.state().alerts).filter(({ ended }) => ended === null),
    newId,
    report: deps.report,
  });
  const isBack = (): void => {
    channels.retryNow();
    replies.reconnect();
  };
  const stops = [
    journal.onAppended(replies.review),
    power.onResume(isBack),
    power.onNetworkChange(isBack),
    vault.onUnlocked(isBack),
  ];
  return {
    channels,
    ingest,
    review: () => {
      replies.review();
      heartbeat.review();
      ingest.review();
      channels.retryNow();
    },
    close: async () => {
      for (const stop of stops) stop();
      heartbeat.close();
      await Promise.all([channels.close(), replies.close(), ingest.close()]);
    },
  };
}
