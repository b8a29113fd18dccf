import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNtfyReplies, type NtfyReplies } from '#core/channels/createNtfyReplies.ts';
import { tellChannel } from '#core/channels/tellChannel.ts';
import type { OpenButton } from '#core/channels/openButtons.ts';
import type { Channel } from '#shared/channel/channelDefinition.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { type NtfyServer, startNtfyServer } from './ntfyServer.ts';
import { eventually } from '#tests/support/eventually.ts';

const quiet = () => undefined;
const topic = 'replies-8f3a';

let ntfy: NtfyServer;
let clock: ReturnType<typeof createFakeClock>;
let buttons: readonly OpenButton[];
let acknowledged: string[];
let replies: NtfyReplies;

beforeEach(async () => {
  ntfy = await startNtfyServer();
  clock = createFakeClock(Date.now());
  buttons = [];
  acknowledged = [];
  replies = createNtfyReplies({
    clock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    vault: { get: () => Promise.resolve('tk_secret') },
    channels: () => [channel()],
    openButtons: () => buttons,
    acknowledge: (notificationId) => {
      acknowledged.push(notificationId);
      buttons = buttons.filter((button) => button.notificationId !== notificationId);
      replies.review();
    },
  });
});

afterEach(async () => {
  await replies.close();
  await ntfy.close();
});

const channel = (): Channel => ({ id: 'phone', kind: 'ntfy', server: ntfy.url, topic: 'lab', replyTopic: topic });

async function show(notificationId: string): Promise<void> {
  buttons = [...buttons, { notificationId, raisedAt: clock.now() }];
  replies.review();
  await eventually(() => expect(ntfy.streams(topic)).toBe(1));
}

it('acknowledges when the button that was sent is pressed, and closes the stream when no button is left', async () => {
  const about = { title: 'P2 nas is down', body: 'No answer', incidentId: 'INC-1', hostId: 'nas' };
  await tellChannel(channel(), { id: 'n-1', level: 'P2', actions: ['acknowledge'], ...about }, null);
  await show('n-1');
  const button = ntfy.buttons()[0];
  await (await fetch(button?.url ?? '', { method: button?.method ?? '', body: button?.body ?? '' })).text();
  await eventually(() => expect(acknowledged).toEqual(['n-1']));
  await eventually(() => expect(ntfy.streams(topic)).toBe(0));
  expect(ntfy.authorizations).toEqual(['Bearer tk_secret']);
});

it('listens to nothing while there is no button to press', async () => {
  replies.review();
  await ntfy.publish(topic, 'acknowledge n-1');
  expect(ntfy.authorizations).toEqual([]);
});

it('hears what was pressed while the stream was cut, once', async () => {
  await show('n-1');
  await show('n-2');
  await ntfy.publish(topic, 'acknowledge n-1');
  await eventually(() => expect(acknowledged).toEqual(['n-1']));
  ntfy.cut();
  await eventually(() => expect(ntfy.streams(topic)).toBe(0));
  await ntfy.publish(topic, 'acknowledge n-2');
  await eventually(() => {
    clock.advance(2_000);
    expect(acknowledged).toEqual(['n-1', 'n-2']);
  });
});

it('opens the stream anew when it fell silent', async () => {
  await show('n-1');
  await eventually(() => {
    clock.advance(10_000);
    expect(ntfy.authorizations.length).toBeGreaterThan(1);
  });
});

it('takes no word for a notification that is not open', async () => {
  await show('n-1');
  await ntfy.publish(topic, 'acknowledge n-9');
  await ntfy.publish(topic, 'hello');
  await ntfy.publish(topic, 'acknowledge n-1');
  await eventually(() => expect(acknowledged).toEqual(['n-1']));
});
