import type { Notification } from '../notification/notification.ts';
import type { Channel } from './channelDefinition.ts';

const usualLevels: readonly Notification['level'][] = ['P1', 'P2', 'P3', 'P4', 'recovery'];

/** Minutes since midnight of `22:30`. */
function minutesOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether a local time of day lies in a span that may cross midnight; the end is outside. */
export function isWithin(minute: number, span: { readonly from: string; readonly to: string }): boolean {
  const from = minutesOf(span.from);
  const to = minutesOf(span.to);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Whether a channel is told of this level at this local minute of the day; P1 passes quiet hours. */
export function channelTakes(
  channel: Pick<Channel, 'levels' | 'quiet'>,
  level: Notification['level'],
  localMinute: number,
): boolean {
  if (!(channel.levels ?? usualLevels).includes(level)) return false;
  return level === 'P1' || channel.quiet === undefined || !isWithin(localMinute, channel.quiet);
}
