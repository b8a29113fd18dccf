import type { NotificationRecord } from '#shared/notification/notification.ts';

/** What became of a notification on one channel. */
export type ChannelDelivery = {
  readonly channel: string;
  readonly kind: 'taken' | 'heldBack' | 'trying' | 'givenUp';
  /** When that was last known. */
  readonly at: number;
  /** When it was first refused; null where it never was. */
  readonly refusedAt: number | null;
  /** The receiver's or the network's own words; empty where it was taken. */
  readonly error: string;
};

const heldBack = 'not sent: ';
const endings = ['given up: ', 'may not have arrived', 'the channel was removed'] as const;

/** One line a channel, in the order of the first try: the newest word counts, and how often it failed before. */
export function deliveriesByChannel({
  deliveries,
}: Pick<NotificationRecord, 'deliveries'>): readonly ChannelDelivery[] {
  return [...new Set(deliveries.map(({ channel }) => channel))].map((channel) => {
    const own = deliveries
      .filter((delivery) => delivery.channel === channel)
      .toSorted((one, other) => one.at - other.at);
    const last = own.at(-1);
    const error = last?.error ?? null;
    const common = {
      channel,
      at: last?.at ?? 0,
      refusedAt: own.find((delivery) => delivery.error !== null)?.at ?? null,
    };
    if (error === null) return { ...common, kind: 'taken', error: '' };
    if (error.startsWith(heldBack)) return { ...common, kind: 'heldBack', error: error.slice(heldBack.length) };
    const isOver = endings.some((ending) => error.startsWith(ending));
    return { ...common, kind: isOver ? 'givenUp' : 'trying', error: error.replace(/^given up: /u, '') };
  });
}
