import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { ProbeRequest, ProbeResult } from '../hostSession.ts';
import type { ShellTransport } from '../shellTransport.ts';
import { batchPart, longestBatchBytes } from './batchPart.ts';
import { nextBatch } from './nextBatch.ts';
import { createProbeEntry, loseEntries, type ProbeEntry } from './probeEntry.ts';
import { type LaneOwner, openProbeLane, patienceMs, type ProbeLane } from './probeLane.ts';

export type ProbeChannel = {
  /**
   * Asks all of them in one round trip; results in the order of the requests, and each of them told the moment it is
   * known. Never rejects: what was aborted is `lost`. A deadline counts from the call until the shell is open, and then
   * from the start of its own check.
   */
  readonly probe: (
    requests: readonly ProbeRequest[],
    signal?: AbortSignal,
    hear?: (result: ProbeResult) => void,
  ) => Promise<readonly ProbeResult[]>;
  /** Somebody waits for a session on this host: gives one back as soon as it is not used. */
  readonly yieldPlace: () => void;
  readonly close: () => void;
};

/** Shells on one host: one for what is quick, and further ones only while slow checks hold those before. */
const mostLanes = 3;
/** Milliseconds after which a further shell that was not needed any more is closed. */
const idleMs = 60_000;
/** Milliseconds for which a host that had no room for a further session is not asked for one again. */
const noRoomMs = 60_000;
const closedText = 'The connection to the host was closed.';

/**
 * All questions to one host. Usually one lane answers all of them; a check that outruns the patience holds its lane,
 * and the others go on in another. Where the host has no room for another, the slow one is ended and asked last, once,
 * if it may be repeated.
 */
export function createProbeChannel(deps: {
  readonly transport: ShellTransport;
  readonly clock: Clock;
  readonly logger: Logger;
}): ProbeChannel {
  const { transport, clock, logger } = deps;
  let queue: ProbeEntry[] = [];
  const lanes = new Set<ProbeLane>();
  const stopIdle = new Map<ProbeLane, Stop>();
  /** Scripts that held up others, until they answer quickly again. */
  const slowScripts = new Set<string>();
  let isWanted = false;
  let isClosed = false;
  let roomAgainAtMs = Number.NEGATIVE_INFINITY;

  const isSlow = (entry: ProbeEntry): boolean => slowScripts.has(entry.request.script);
  const all = (state: ReturnType<ProbeLane['state']>): readonly ProbeLane[] =>
    [...lanes].filter((lane) => lane.state() === state);
  /** Held now, or bound to be. */
  const held = (): readonly ProbeLane[] =>
    all('running').filter((lane) => {
      const running = lane.running();
      return lane.isHeld() || (running !== null && isSlow(running));
    });
  const limit = (): number => (clock.monotonic() < roomAgainAtMs ? 1 : mostLanes);
  /** One lane stays for what is quick. */
  const mayHold = (): boolean => held().length < Math.max(1, limit() - 1);

  const pump = (): void => {
    queue = queue.filter((entry) => !entry.isSettled());
    for (const lane of all('idle')) {
      const entries = nextBatch(queue, isSlow, mayHold());
      if (entries.length === 0) break;
      queue = queue.filter((entry) => !entries.includes(entry));
      stopIdle.get(lane)?.();
      lane.run(entries);
    }
    if (queue.length === 0 || all('opening').length > 0 || all('idle').length > 0) return;
    if (held().length < lanes.size || !queue.some((entry) => !isSlow(entry) || mayHold())) return;
    if (lanes.size < limit() || lanes.size === 0) lanes.add(openProbeLane({ transport, clock, owner }));
    else if (queue.some((entry) => !isSlow(entry))) relieve();
  };

  /** No further shell is to be had: a holder makes way, once, where that does no harm. */
  const relieve = (): void => {
    const holder = all('running').find((lane) => {
      const running = lane.running();
      return lane.isHeld() && running !== null && !running.wasInterrupted && running.request.isRepeatable !== false;
    });
    const running = holder?.running();
    if (running === undefined || running === null) return;
    slowScripts.add(running.request.script);
    holder?.interrupt();
  };

  const rest = (lane: ProbeLane): void => {
    if (isWanted) {
      isWanted = false;
      return lane.close(closedText);
    }
    stopIdle.get(lane)?.();
    stopIdle.set(
      lane,
      clock.after(idleMs, () => lanes.size > 1 && lane.close(closedText)),
    );
  };

  const owner: LaneOwner = {
    changed: (lane) => {
      if (lane.state() === 'idle') rest(lane);
      pump();
    },
    returned: (entries) => {
      queue = [...entries, ...queue];
    },
    slow: (entry) => void slowScripts.add(entry.request.script),
    gone: (lane, why, wasOpen) => {
      lanes.delete(lane);
      stopIdle.get(lane)?.();
      stopIdle.delete(lane);
      logger.debug('probe channel is gone', { why });
      if (lanes.size > 0 && !wasOpen) roomAgainAtMs = clock.monotonic() + noRoomMs;
      else if (lanes.size === 0) loseEntries(wasOpen ? queue.filter((entry) => entry.isOverdue) : queue, why);
      pump();
    },
  };

  /** While no shell is open an entry waits at most its deadline; behind others it waits for their deadlines. */
  const limitWait = (entry: ProbeEntry): Stop =>
    clock.after(entry.request.deadlineMs, () => {
      entry.isOverdue = true;
      const openings = all('opening');
      if (openings.length < lanes.size) return;
      loseEntries([entry], `No shell on the host within ${entry.request.deadlineMs / 1000} s.`);
      if (queue.every((waiting) => waiting.isSettled())) {
        for (const lane of openings) lane.close('Nobody waits for it any more.');
      }
    });

  const ask = (request: ProbeRequest, signal: AbortSignal | undefined): Promise<ProbeResult> =>
    new Promise((resolve) => {
      const refusal = refuse(request, isClosed, signal);
      if (refusal !== null) return resolve({ kind: 'lost', id: request.id, text: refusal });
      const entry = createProbeEntry(request, (result) => {
        stopWait();
        signal?.removeEventListener('abort', abort);
        if (result.kind === 'timedOut') slowScripts.add(request.script);
        if (result.kind === 'answered' && result.tookMs < patienceMs) slowScripts.delete(request.script);
        resolve(result);
      });
      const abort = (): void => {
        loseEntries([entry], 'The question was withdrawn.');
        for (const lane of lanes) lane.withdraw(entry);
      };
      const stopWait = limitWait(entry);
      signal?.addEventListener('abort', abort, { once: true });
      queue.push(entry);
    });

  return {
    probe: async (requests, signal, hear) => {
      const results = requests.map(async (request) => {
        const result = await ask(request, signal);
        hear?.(result);
        return result;
      });
      // What is asked in the same tick shares the round trip.
      queueMicrotask(pump);
      return await Promise.all(results);
    },
    yieldPlace: () => {
      const openings = all('opening');
      // The one who waits is this channel itself.
      if (openings.length === lanes.size) return;
      if (openings.length > 0) return openings.forEach((lane) => lane.close('The host allows no further session.'));
      isWanted = true;
      const idle = all('idle').at(-1);
      if (idle === undefined) relieve();
      else rest(idle);
    },
    close: () => {
      isClosed = true;
      loseEntries(queue.splice(0), closedText);
      for (const lane of lanes) lane.close(closedText);
    },
  };
}

function refuse(request: ProbeRequest, isClosed: boolean, signal: AbortSignal | undefined): string | null {
  if (isClosed) return closedText;
  if (signal?.aborted === true) return 'The question was withdrawn.';
  if (request.script.includes('\0')) return 'The check contains a NUL character, which no shell can take.';
  if (Buffer.byteLength(batchPart(request.script)) > longestBatchBytes) return 'The check is longer than 96 KiB.';
  return null;
}
