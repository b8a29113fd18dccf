import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createRouter } from '#core/rpc/createRouter.ts';
import { serveWebSocket } from '#core/rpc/serveWebSocket.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { type CoreFixture, createCoreFixture } from '../../contract/coreFixture.ts';
import { eventually } from '#tests/support/eventually.ts';

let core: CoreFixture;
beforeEach(async () => {
  core = await createCoreFixture();
});
afterEach(() => core.close());

/** A client's text frame, masked with zeroes. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

it('drops a window that stopped reading, keeps little in memory for it, and ends its streams', async () => {
  const clock = createFakeClock();
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const accepted = once(sockets, 'connection') as Promise<[WebSocket]>;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1' });
  client.write(
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [socket] = await accepted;
  serveWebSocket(socket, createRouter(core.services), { logger: core.services.logger, clock });
  client.write(frame(JSON.stringify({ i: '1', p: { u: '/desk/follow', b: { json: { afterRevision: 0 } } } })));
  await eventually(() => expect(core.liveListeners()).toBe(1));
  client.pause();
  const text = 'x'.repeat(19_000);
  for (let count = 0; count < 1_500; count += 1) {
    core.services.journal.append([{ type: 'incident.noteAdded', data: { incidentId: 'INC-1', text } }], {
      actor: 'person',
      requestId: null,
    });
  }
  await eventually(() => expect(socket.bufferedAmount).toBeGreaterThan(1_000_000));
  expect(socket.bufferedAmount).toBeLessThan(20 * 1_048_576);
  const closed = once(socket, 'close');
  clock.advance(30_000);
  await closed;
  await eventually(() => expect(core.liveListeners()).toBe(0));
  expect(core.logged.some((line) => line.includes('it stopped reading'))).toBe(true);
  client.destroy();
  sockets.close();
  server.close();
});
