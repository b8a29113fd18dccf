import type { ConnectionState } from '#shared/host/connection.ts';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { ConnectionBasis } from './connectionBasis.ts';
import type { HostConnection } from './createConnection.ts';

const lookEveryMs = 5_000;

export type BasisFollower = {
  /** The configuration was edited: a connection that leads elsewhere now is made anew. */
  readonly reconsider: () => void;
  readonly stop: Stop;
};

/**
 * Picks up what people change: a host that waits for them (a refused login, a changed key) is tried again once its
 * options, known keys or key files are others than when it was refused. Nothing is tried twice on the same basis.
 */
export function followBasis(
  connection: Pick<HostConnection, 'state' | 'onState' | 'retry' | 'reconnect'>,
  deps: {
    readonly hostId: string;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly read: (signal: AbortSignal) => Promise<ConnectionBasis>;
  },
): BasisFollower {
  const { hostId, clock, logger, read } = deps;
  const ending = new AbortController();
  let stopTimer: Stop = () => undefined;

  const readSafely = async (): Promise<ConnectionBasis | null> => {
    try {
      return await read(ending.signal);
    } catch (error) {
      if (!ending.signal.aborted) logger.warn('ssh options not compared', { why: String(error) });
      return null;
    }
  };

  /** As it was when the person was asked, who may edit the configuration instead of answering. */
  let whenAsked: Promise<ConnectionBasis | null> | null = null;

  /** Looks again and again until something differs, or the state is another. */
  const watchRefusal = async (refused: ConnectionState): Promise<void> => {
    const before = await (whenAsked ?? readSafely());
    whenAsked = null;
    logger.debug('waiting for the person, or for another ssh configuration', { hostId });
    const look = async (): Promise<void> => {
      const now = await readSafely();
      if (connection.state() !== refused || ending.signal.aborted) return;
      if (now !== null && before !== null && now.everything !== before.everything) return connection.retry();
      stopTimer = clock.after(lookEveryMs, () => void look());
    };
    if (connection.state() === refused) stopTimer = clock.after(lookEveryMs, () => void look());
  };

  let destination: string | null = null;
  const noteDestination = async (): Promise<void> => {
    destination = (await readSafely())?.destination ?? null;
  };
  const compareDestination = async (connected: ConnectionState): Promise<void> => {
    const now = (await readSafely())?.destination ?? null;
    if (connection.state() !== connected || now === null) return;
    if (destination !== null && now !== destination) connection.reconnect();
    destination = now;
  };

  const stopListening = connection.onState((state) => {
    stopTimer();
    if (state.kind === 'waitingForPerson') whenAsked ??= readSafely();
    if (state.kind === 'failed' && state.retryAt === null) void watchRefusal(state);
    if (state.kind === 'connected') {
      whenAsked = null;
      void noteDestination();
    }
  });
  return {
    reconsider: () => {
      const state = connection.state();
      if (state.kind === 'connected') void compareDestination(state);
    },
    stop: () => {
      ending.abort();
      stopTimer();
      stopListening();
    },
  };
}
