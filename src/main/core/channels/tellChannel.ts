import { createTransport } from 'nodemailer';
import { assertNever } from '#shared/assertNever.ts';
import type { Channel } from '#shared/channel/channelDefinition.ts';
import { ntfyRequest, webhookRequest, type ChannelRequest } from '#shared/channel/channelRequest.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { hourMs, secondMs } from '#shared/time/instant.ts';
import { DeliveryError, deliveryError } from './deliveryError.ts';

const timeoutMs = 15_000;

/** Answers that say that this message will never be taken, however often it is sent. */
const refusedForGood: ReadonlySet<number> = new Set([400, 413, 422]);

/**
 * Tells one channel once. Rejects with a `DeliveryError` in words for the person when the receiver did not take it;
 * `secret` is what the vault keeps for the channel and stands in no error.
 */
export async function tellChannel(channel: Channel, notification: Notification, secret: string | null): Promise<void> {
  try {
    await told(channel, notification, secret);
  } catch (error) {
    throw deliveryError(error, secret);
  }
}

async function told(channel: Channel, notification: Notification, secret: string | null): Promise<void> {
  switch (channel.kind) {
    case 'ntfy':
      return await request(ntfyRequest(channel, notification, secret));
    case 'webhook':
      if (channel.url === undefined && secret === null) throw new DeliveryError('its address is not in the vault');
      return await request(webhookRequest(channel, notification, secret));
    case 'email':
      return await mail(channel, notification, secret);
    default:
      return assertNever(channel);
  }
}

async function request(wanted: ChannelRequest): Promise<void> {
  const response = await fetch(wanted.url, {
    method: wanted.method,
    headers: wanted.headers,
    body: wanted.body,
    // A message that is sent on to another address would arrive as a question without its text.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const words = `its server answered ${response.status} ${response.statusText}`.trimEnd();
  const place = redirectOf(response, wanted.url);
  if (place !== null) throw new DeliveryError(`${words}: it is to be told at ${place}; correct its address`);
  throw new DeliveryError(words, !refusedForGood.has(response.status), restOf(response.headers.get('retry-after')));
}

/** Where it sends us, without the path, which may be a secret; null where it does not. */
function redirectOf(response: Response, from: string): string | null {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
  return location === null ? null : (URL.parse(location, from)?.origin ?? 'another address');
}

/** Whoever asks for more is asked again all the same. */
const longestRestMs = hourMs;

/** `Retry-After` in seconds, as all of these services send it. */
function restOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? 0);
  return Number.isFinite(seconds) ? Math.min(longestRestMs, Math.max(0, seconds * secondMs)) : 0;
}

async function mail(
  channel: Extract<Channel, { kind: 'email' }>,
  notification: Notification,
  secret: string | null,
): Promise<void> {
  const security = channel.security ?? 'starttls';
  const transport = createTransport({
    host: channel.host,
    port: channel.port ?? (security === 'tls' ? 465 : 587),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(channel.user === undefined ? {} : { auth: { user: channel.user, pass: secret ?? '' } }),
  });
  try {
    await transport.sendMail({
      from: channel.from,
      to: channel.to,
      subject: notification.title.replaceAll(/[\r\n]+/g, ' '),
      text: notification.body,
      // The same notification always has the same id, so that receivers can tell a repeat.
      messageId: `<${notification.id}@sitrep.invalid>`,
    });
  } finally {
    transport.close();
  }
}
