// Puts 200 notifications into the outbox and sends them; its test kills it in the middle. Arguments: database, address.
import { DatabaseSync } from 'node:sqlite';
import { createChannels } from '#core/channels/createChannels.ts';
import { createOutbox } from '#core/channels/outbox.ts';
import { systemClock } from '#core/ports/systemClock.ts';

const [file = '', url = ''] = process.argv.slice(2);
const database = new DatabaseSync(file);
const clock = systemClock();
const outbox = createOutbox(database);
for (let index = 0; index < 200; index += 1) {
  outbox.put(
    'hook',
    { id: `n-${index}`, level: 'P2', title: `t ${index}`, body: '', incidentId: null, hostId: null, actions: [] },
    clock.now(),
  );
}
createChannels({
  outbox,
  clock,
  logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  vault: {
    state: () => 'open',
    get: () => Promise.resolve(null),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(),
    onUnlocked: () => () => undefined,
  },
  channels: () => [{ id: 'hook', kind: 'webhook', shape: 'plain', url }],
  localMinute: () => 720,
  delivered: () => undefined,
});
process.stdout.write('sending\n');
setInterval(() => undefined, 1_000);
