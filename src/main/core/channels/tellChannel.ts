import { createTransport } from 'nodemailer';
import { assertNever } from '#shared/assertNever.ts';
import type { Channel } from '#shared/channel/channelDefinition.ts';
import { ntfyRequest, webhookRequest, type ChannelRequest } from '#shared/channel/channelRequest.ts';
import type { Notification } from '#shared/notification/notification.ts';
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
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const words = `its server answered ${response.status} ${response.statusText}`.trimEnd();
  throw new DeliveryError(words, !refusedForGood.has(response.status));
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
