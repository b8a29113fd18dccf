import { assertNever } from '../assertNever.ts';
import type { Notification, NotificationAction } from '../notification/notification.ts';
import type { Channel } from './channelDefinition.ts';

/** An HTTP request that tells a channel; `secret` went into headers only, never into the address. */
export type ChannelRequest = {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Message = Pick<Notification, 'id' | 'level' | 'title' | 'body' | 'incidentId'> & {
  readonly actions: readonly NotificationAction[];
};
type NtfyChannel = Extract<Channel, { kind: 'ntfy' }>;
type WebhookChannel = Extract<Channel, { kind: 'webhook' }>;

/** ntfy makes an attachment of what has more than 4096 bytes; a character may take three. */
const ntfyLargest = 1_300;

/** ntfy's five priorities, 5 being the loudest (https://docs.ntfy.sh/publish/#message-priority). */
const ntfyPriority: Readonly<Record<Notification['level'], number>> = {
  P1: 5,
  P2: 4,
  P3: 3,
  P4: 2,
  warning: 3,
  info: 2,
  recovery: 3,
};
/** Gotify counts from 0 to 10; 8 and more ring. */
const gotifyPriority: Readonly<Record<Notification['level'], number>> = {
  P1: 10,
  P2: 8,
  P3: 5,
  P4: 3,
  warning: 4,
  info: 2,
  recovery: 4,
};

const ntfyTag: Readonly<Record<Notification['level'], string>> = {
  P1: 'rotating_light',
  P2: 'warning',
  P3: 'warning',
  P4: 'information_source',
  warning: 'warning',
  info: 'information_source',
  recovery: 'white_check_mark',
};

/** What the acknowledge button publishes to the reply topic; Sitrep listens there for as long as the incident is open. */
export function acknowledgeReply(notificationId: string): string {
  return `acknowledge ${notificationId}`;
}

/** The id of the notification that a reply acknowledges; null for any other text. */
export function acknowledgedBy(reply: string): string | null {
  return /^acknowledge (\S+)$/.exec(reply.trim())?.[1] ?? null;
}

export function ntfyRequest(channel: NtfyChannel, message: Message, secret: string | null): ChannelRequest {
  const server = channel.server.replace(/\/+$/, '');
  const actions = [
    ...(channel.replyTopic !== undefined && message.actions.includes('acknowledge')
      ? [
          {
            action: 'http',
            label: 'Acknowledge',
            url: `${server}/${channel.replyTopic}`,
            method: 'POST',
            body: acknowledgeReply(message.id),
            clear: true,
          },
        ]
      : []),
    ...(channel.openUrl === undefined ? [] : [{ action: 'view', label: 'Open', url: channel.openUrl }]),
  ];
  return {
    method: 'POST',
    url: `${server}/`,
    headers: { 'content-type': 'application/json', ...(secret === null ? {} : { authorization: `Bearer ${secret}` }) },
    body: JSON.stringify({
      topic: channel.topic,
      title: message.title,
      message: message.body.slice(0, ntfyLargest),
      priority: ntfyPriority[message.level],
      tags: [ntfyTag[message.level]],
      ...(actions.length === 0 ? {} : { actions }),
    }),
  };
}

/**
 * The same message in the shape that the receiver understands. Matrix takes a transaction id, so that a repeat of the
 * same notification shows once (https://spec.matrix.org, PUT rooms/{roomId}/send).
 */
export function webhookRequest(channel: WebhookChannel, message: Message, secret: string | null): ChannelRequest {
  const address = channel.url ?? secret ?? '';
  const url = address.replace(/\/+$/, '');
  const text = `${message.title}\n${message.body}`.trim();
  const json = { 'content-type': 'application/json' };
  const bearer: Record<string, string> =
    secret === null || channel.url === undefined ? {} : { authorization: `Bearer ${secret}` };
  switch (channel.shape) {
    case 'plain':
      return { method: 'POST', url: address, headers: { ...json, ...bearer }, body: JSON.stringify(message) };
    case 'slack':
      return { method: 'POST', url: address, headers: json, body: JSON.stringify({ text: escapeSlack(text) }) };
    case 'discord':
      // No mentions: a host's output must not be able to ring everybody.
      return {
        method: 'POST',
        url: address,
        headers: json,
        body: JSON.stringify({ content: text.slice(0, 2_000), allowed_mentions: { parse: [] } }),
      };
    case 'matrix':
      return {
        method: 'PUT',
        url: `${url}/_matrix/client/v3/rooms/${encodeURIComponent(channel.room ?? '')}/send/m.room.message/${encodeURIComponent(message.id)}`,
        headers: { ...json, ...bearer },
        // Nobody is meant by name, whatever a host's output looks like.
        body: JSON.stringify({ msgtype: 'm.text', body: text, 'm.mentions': {} }),
      };
    case 'gotify':
      return {
        method: 'POST',
        url: `${url}/message`,
        headers: { ...json, ...(secret === null ? {} : { 'x-gotify-key': secret }) },
        body: JSON.stringify({ title: message.title, message: message.body, priority: gotifyPriority[message.level] }),
      };
    default:
      return assertNever(channel.shape);
  }
}

/** Slack reads these three characters as markup (https://docs.slack.dev/messaging/formatting-message-text). */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
