import { RPCLink } from '@orpc/client/message-port';
import { type Connection, connectionOver } from './connection.ts';

/** What the preload script offers: each call makes it post a fresh port to this window. */
export type PreloadBridge = { readonly connect: () => void };

/** The data of the window message that carries the port. */
export const portMessage = 'sitrep:port';
const patienceMs = 10_000;

/** Asks the preload script for a port and waits for it. Rejects when none comes. */
export function openMessagePort(bridge: PreloadBridge): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const stopWaiting = setTimeout(() => {
      window.removeEventListener('message', receive);
      reject(new Error('Sitrep did not hand over its port'));
    }, patienceMs);
    const receive = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      clearTimeout(stopWaiting);
      window.removeEventListener('message', receive);
      resolve(overPort(port));
    };
    window.addEventListener('message', receive);
    bridge.connect();
  });
}

function overPort(port: MessagePort): Connection {
  const lost = new AbortController();
  const link = new RPCLink({ port });
  port.addEventListener('close', () => lost.abort(new Error('The connection to Sitrep was lost')));
  port.start();
  return connectionOver(link, lost.signal, () => {
    port.close();
    lost.abort(new Error('The connection to Sitrep was closed'));
  });
}
