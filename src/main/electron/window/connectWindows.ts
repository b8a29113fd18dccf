import type { Logger, Stop } from '#core/ports/ports.ts';
import type { SitrepRouter } from '#core/rpc/createRouter.ts';
import { serveMessagePort, type ServerPort } from '#core/rpc/serveMessagePort.ts';
import { isOwnPage } from './pageAddress.ts';

/** Names that the preload script and the page know. */
export const connectChannel = 'sitrep:connect';
export const portChannel = 'sitrep:port';

type Frame<TPort> = {
  readonly url: string;
  readonly parent: unknown;
  postMessage(channel: string, message: null, transfer: TPort[]): void;
};
type ConnectEvent<TPort> = { readonly sender: { readonly id: number }; readonly senderFrame: Frame<TPort> | null };
type Incoming<TPort> = { on(channel: string, listener: (event: ConnectEvent<TPort>) => void): unknown };

type Parts<TPort> = {
  readonly router: SitrepRouter;
  readonly logger: Logger;
  readonly openChannel: () => { readonly port1: TPort; readonly port2: TPort };
};

/**
 * Hands each window that asks a port to the contract, one at a time: a new one closes the one before, whose page is
 * gone. Only the top frame of our own page gets any.
 */
export function connectWindows<TPort extends ServerPort>(incoming: Incoming<TPort>, parts: Parts<TPort>): Stop {
  const ports = new Map<number, Stop>();
  incoming.on(connectChannel, ({ sender, senderFrame }) => {
    if (senderFrame === null || senderFrame.parent !== null || !isOwnPage(senderFrame.url)) {
      parts.logger.warn('A page that is not ours asked for the core', { url: senderFrame?.url ?? 'gone' });
      return;
    }
    ports.get(sender.id)?.();
    const { port1, port2 } = parts.openChannel();
    ports.set(sender.id, serveMessagePort(port1, parts.router, parts));
    senderFrame.postMessage(portChannel, null, [port2]);
  });
  return () => {
    for (const close of ports.values()) close();
    ports.clear();
  };
}
