import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { StandardRPCHandler } from '@orpc/server/standard';
import { ServerPeer } from '@orpc/standard-server-peer';
import type { Logger } from '../ports/ports.ts';
import type { SitrepRouter } from './createRouter.ts';

/** One client's way in, whatever carries it. */
export type FrameChannel = {
  /** Resolves when the frame is on its way, so that streams go no faster than their reader. */
  readonly send: (frame: string) => Promise<void>;
  readonly onFrame: (listener: (frame: unknown) => void) => void;
  readonly onClosed: (listener: () => void) => void;
  /** Ends the channel because the other side does not speak the protocol. */
  readonly refuse: (why: string) => void;
};

/** Answers one client's requests from the router until its channel closes; its streams end with it, its runs do not. */
export function servePeer(channel: FrameChannel, router: SitrepRouter, logger: Logger): void {
  const handle = createServerPeerHandleRequestFn(new StandardRPCHandler(router), {});
  const peer = new ServerPeer(async (frame) => {
    if (typeof frame !== 'string') throw new TypeError('The contract has no binary answers');
    await channel.send(frame);
  });
  const answer = async (frame: string) => {
    try {
      await peer.message(frame, handle);
    } catch (error) {
      logger.warn('A client could not be answered', { error: error instanceof Error ? error.message : String(error) });
    }
  };
  channel.onFrame((frame) => {
    if (isRequestFrame(frame)) void answer(frame);
    else channel.refuse('This is not a request of the Sitrep contract.');
  });
  channel.onClosed(() => peer.close());
}

/** oRPC's own decoder throws on anything else, outside of any promise that could be awaited. */
function isRequestFrame(frame: unknown): frame is string {
  if (typeof frame !== 'string') return false;
  try {
    const message: unknown = JSON.parse(frame);
    return typeof message === 'object' && message !== null && 'i' in message && typeof message.i === 'string';
  } catch {
    return false;
  }
}
