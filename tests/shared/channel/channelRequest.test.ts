import { expect, it } from 'vitest';
import { ntfyRequest, webhookRequest } from '#shared/channel/channelRequest.ts';

const message = {
  id: 'n-1',
  level: 'P1',
  title: 'P1 nas is down',
  body: 'No answer <@everyone> & since 03:11',
  incidentId: 'INC-20261123-0311',
  actions: ['acknowledge', 'open'],
} as const;

const webhook = (shape: 'slack' | 'discord' | 'matrix' | 'gotify' | 'plain') =>
  ({ id: 'chat', kind: 'webhook', shape, url: 'https://chat.example/base/', room: '!room:example' }) as const;

it('gives ntfy a button that answers through the reply topic, and the token in a header only', () => {
  const request = ntfyRequest(
    { id: 'phone', kind: 'ntfy', server: 'https://ntfy.example', topic: 'lab', replyTopic: 'secret-reply-topic' },
    message,
    'tk_secret',
  );
  expect(JSON.parse(request.body)).toMatchObject({
    topic: 'lab',
    priority: 5,
    actions: [{ action: 'http', url: 'https://ntfy.example/secret-reply-topic', body: 'acknowledge n-1' }],
  });
  expect(request.headers['authorization']).toBe('Bearer tk_secret');
  expect(request.url + request.body).not.toContain('tk_secret');
});

it('escapes what Slack would read as markup', () => {
  expect(JSON.parse(webhookRequest(webhook('slack'), message, null).body)).toEqual({
    text: 'P1 nas is down\nNo answer &lt;@everyone&gt; &amp; since 03:11',
  });
});

it('lets no output of a host mention people on Discord', () => {
  expect(JSON.parse(webhookRequest(webhook('discord'), message, null).body)).toMatchObject({
    allowed_mentions: { parse: [] },
  });
});

it('uses the notification id as Matrix transaction id, so that a repeat shows once', () => {
  const request = webhookRequest(webhook('matrix'), message, 'token');
  expect(request.method).toBe('PUT');
  expect(request.url).toBe('https://chat.example/base/_matrix/client/v3/rooms/!room%3Aexample/send/m.room.message/n-1');
});

it('rings on Gotify for P1', () => {
  const request = webhookRequest(webhook('gotify'), message, 'app-token');
  expect(request.url).toBe('https://chat.example/base/message');
  expect(request.headers['x-gotify-key']).toBe('app-token');
  expect(JSON.parse(request.body)).toMatchObject({ priority: 10 });
});

it('takes the address from the vault where the address is the secret', () => {
  const request = webhookRequest(
    { id: 'chat', kind: 'webhook', shape: 'slack' },
    message,
    'https://hooks.example/T0/B0/x',
  );
  expect(request.url).toBe('https://hooks.example/T0/B0/x');
  expect(request.headers['authorization']).toBeUndefined();
});
