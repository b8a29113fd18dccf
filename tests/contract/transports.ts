import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocketServer } from 'ws';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Logger } from '#core/ports/ports.ts';
import type { SitrepRouter } from '#core/rpc/createRouter.ts';
import { serveMessagePort } from '#core/rpc/serveMessagePort.ts';
import { serveWebSocket } from '#core/rpc/serveWebSocket.ts';
import type { Contract } from '#shared/rpc/contract.ts';

export type ContractClient = ContractRouterClient<Contract>;

/** One client over one real transport. */
export type Connected = {
  readonly client: ContractClient;
  /** Sends what no client of the contract would send. */
  readonly sendRaw: (frame: unknown) => void;
  /** Resolves when this side saw the transport close. */
  readonly closed: Promise<unknown>;
  readonly close: () => Promise<void>;
};

export type Transport = (router: SitrepRouter, logger: Logger) => Promise<Connected>;

const overMessagePort: Transport = async (router, logger) => {
  const { port1, port2 } = new MessageChannel();
  const stop = serveMessagePort(port1, router, { logger });
  const closed = once(port2, 'close');
  const client = createORPCClient<ContractClient>(new PortLink({ port: port2 }));
  port2.start();
  return {
    client,
    sendRaw: (frame) => port2.postMessage(frame),
    closed,
    close: async () => {
      port2.close();
      await closed;
      stop();
    },
  };
};

const overWebSocket: Transport = async (router, logger) => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => serveWebSocket(socket, router, { logger, clock: systemClock() }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  return {
    client: createORPCClient<ContractClient>(new SocketLink({ websocket: socket })),
    sendRaw: (frame) => socket.send(typeof frame === 'string' ? frame : new Uint8Array([1, 2, 3])),
    closed,
    close: async () => {
      socket.close();
      await closed;
      sockets.close();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Every transport that a shell uses; the contract tests run over each. */
export const transports: readonly (readonly [string, Transport])[] = [
  ['a message port', overMessagePort],
  ['a WebSocket', overWebSocket],
];
