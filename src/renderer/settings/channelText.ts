import { assertNever } from '#shared/assertNever.ts';
import type { Channel } from '#shared/channel/channelDefinition.ts';

/** Where a channel leads, in words. */
export function channelText(channel: Channel): string {
  switch (channel.kind) {
    case 'email':
      return `e-mail to ${channel.to.join(', ')} by ${channel.host}`;
    case 'ntfy':
      return `ntfy topic ${channel.topic} on ${channel.server}`;
    case 'webhook':
      return `${channel.shape === 'plain' ? 'webhook' : channel.shape} ${channel.url ?? '(its address is the secret)'}`;
    default:
      return assertNever(channel);
  }
}

/** What a channel is told, and when it is left in peace. */
export function habitsText({ levels, quiet }: Pick<Channel, 'levels' | 'quiet'>): string {
  const told = levels === undefined ? 'told of P1 to P4 and recoveries' : `told of ${levels.join(', ')}`;
  return quiet === undefined ? told : `${told}; quiet from ${quiet.from} to ${quiet.to}, except for P1`;
}

/** What the secret of a channel is called where it comes from. */
export function secretText(channel: Channel): string {
  if (channel.kind === 'email') return channel.user === undefined ? 'Password' : `Password of ${channel.user}`;
  if (channel.kind === 'ntfy') return 'Access token';
  return channel.url === undefined ? 'Webhook address' : 'Token';
}
