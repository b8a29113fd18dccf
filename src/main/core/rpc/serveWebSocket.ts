import type { WebSocket } from 'ws';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import type { SitrepRouter } from './createRouter.ts';
import { servePeer } from './servePeer.ts';

/** A client that took none of its bytes for so long, or left so many waiting, is dropped and fetches the gap anew. */
const stalledAfterMs = 30_000;
const mostWaitingBytes = 32 * 1_048_576;

const closeCodes = { unsupportedData: 1003, policyViolation: 1008, goingAway: 1001 } as const;

/** Serves the contract to one WebSocket. The returned function closes it. */
export function serveWebSocket(
  socket: WebSocket,
  router: SitrepRouter,
  tools: { readonly logger: Logger; readonly clock: Clock },
): Stop {
  const drop = (why: string) => {
    tools.logger.warn('Dropped a window that does not keep up', { why });
    socket.terminate();
  };
  const send = (frame: string) =>
    new Promise<void>((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      if (socket.bufferedAmount > mostWaitingBytes) drop('too much is waiting for it');
      const stop = tools.clock.after(stalledAfterMs, () => drop('it stopped reading'));
      // A failed send is followed by `close`, which ends everything of this client: nothing is left to do about it here.
      socket.send(frame, () => {
        stop();
        resolve();
      });
    });
  socket.on('error', (error) => tools.logger.warn('A window broke its connection', { error: error.message }));
  servePeer(
    {
      send,
      onFrame: (listener) =>
        socket.on('message', (data, isBinary) => {
          if (isBinary) socket.close(closeCodes.unsupportedData, 'Text only.');
          else listener(Buffer.isBuffer(data) ? data.toString('utf8') : null);
        }),
      onClosed: (listener) => socket.on('close', listener),
      refuse: (why) => socket.close(closeCodes.policyViolation, why),
    },
    router,
    tools.logger,
  );
  return () => socket.close(closeCodes.goingAway, 'Sitrep is closing.');
}
