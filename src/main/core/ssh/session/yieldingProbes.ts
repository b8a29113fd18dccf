import type { Clock, Logger } from '../../ports/ports.ts';
import { createProbeChannel, type ProbeChannel } from '../channel/probeChannel.ts';
import type { ShellTransport } from '../shellTransport.ts';

/** The probe channel, which gives its place to a command that waits for one (MaxSessions) and comes back after it. */
export type YieldingProbes = ProbeChannel & {
  /** Somebody waits: closes the channel, now or after what it is being asked. */
  readonly yieldPlace: () => void;
};

export function createYieldingProbes(deps: {
  readonly transport: ShellTransport;
  readonly clock: Clock;
  readonly logger: Logger;
}): YieldingProbes {
  let channel: ProbeChannel | null = null;
  let asked = 0;
  let isWanted = false;
  let isClosed = false;
  const giveWay = (): void => {
    if (!isWanted || asked > 0) return;
    isWanted = false;
    channel?.close();
    channel = null;
  };
  return {
    probe: async (requests, signal) => {
      if (isClosed) return requests.map(({ id }) => ({ kind: 'lost', id, text: 'The session was closed.' }));
      asked += 1;
      try {
        return await (channel ??= createProbeChannel(deps)).probe(requests, signal);
      } finally {
        asked -= 1;
        giveWay();
      }
    },
    yieldPlace: () => {
      isWanted = true;
      giveWay();
    },
    close: () => {
      isClosed = true;
      channel?.close();
    },
  };
}
