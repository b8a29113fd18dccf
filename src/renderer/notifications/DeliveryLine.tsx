import type { Channel } from '#shared/channel/channelDefinition.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { formatDuration } from '../ui/formatTime.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import type { ChannelDelivery } from './deliveriesByChannel.ts';

/** What became of a notification on one channel, in words. */
export function DeliveryLine({ delivery }: { readonly delivery: ChannelDelivery }) {
  const channels = useSnapshot((snapshot) => snapshot.lab.lab.channels);
  const { kind, at, refusedAt, error } = delivery;
  const name = nameOf(channels, delivery.channel);
  const time = <TimeOfDay at={at} />;
  if (kind === 'taken') {
    return (
      <StateMark state="ok">
        {name} {time}
        {refusedAt !== null && ', not at the first try'}
      </StateMark>
    );
  }
  if (kind === 'heldBack') {
    return (
      <StateMark state="paused">
        {name}: not sent, {error}
      </StateMark>
    );
  }
  if (kind === 'trying') {
    return (
      <StateMark state="warning">
        {name}: not taken at {time}, tried again until it is. It said: {error}
      </StateMark>
    );
  }
  return (
    <StateMark state="critical">
      {name}: given up at {time}
      {refusedAt !== null && at - refusedAt > minuteMs && ` after ${formatDuration(at - refusedAt)} of trying`}. Last:{' '}
      {error}
    </StateMark>
  );
}

function nameOf(channels: readonly Channel[] | undefined, id: string): string {
  return channels?.find((channel) => channel.id === id)?.name ?? id;
}
