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

type Habits = Pick<Channel, 'levels' | 'quiet'>;

/** Whether a channel that is told of this level is left in peace at this local minute of the day; P1 passes. */
export function isQuiet(channel: Habits, level: Notification['level'], localMinute: number): boolean {
  if (level === 'P1' || channel.quiet === undefined || !isTold(channel, level)) return false;
  return isWithin(localMinute, channel.quiet);
}

/** Whether a channel is told of this level at this local minute of the day. */
export function channelTakes(channel: Habits, level: Notification['level'], localMinute: number): boolean {
  return isTold(channel, level) && !isQuiet(channel, level, localMinute);
}

function isTold(channel: Habits, level: Notification['level']): boolean {
  return (channel.levels ?? usualLevels).includes(level);
}
