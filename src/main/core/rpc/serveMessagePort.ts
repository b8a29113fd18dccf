import type { Logger, Stop } from '../ports/ports.ts';
import type { SitrepRouter } from './createRouter.ts';
import { servePeer } from './servePeer.ts';

/** What Node's `MessagePort` and Electron's `MessagePortMain` have in common. */
export type ServerPort = {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: string): void;
  start(): void;
  close(): void;
};

/** Serves the contract to one message port, which it starts. The returned function closes it. */
export function serveMessagePort(port: ServerPort, router: SitrepRouter, tools: { readonly logger: Logger }): Stop {
  let isClosed = false;
  port.on('close', () => {
    isClosed = true;
  });
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    port.close();
  };
  servePeer(
    {
      send: async (frame) => {
        if (!isClosed) port.postMessage(frame);
        // Ports tell nothing about their reader; leaving the turn keeps a long stream from starving everybody else.
        await new Promise<void>((resolve) => setImmediate(resolve));
      },
      onFrame: (listener) => port.on('message', (message) => listener(frameOf(message))),
      onClosed: (listener) => port.on('close', listener),
      refuse: (why) => {
        tools.logger.warn('Closed the port of a window', { why });
        close();
      },
    },
    router,
    tools.logger,
  );
  port.start();
  return close;
}

/** Electron wraps what was posted into an event; Node hands it over as it is. */
function frameOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'data' in message ? message.data : message;
}
