import { randomBytes } from 'node:crypto';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { ProbeRequest, ProbeResult } from '../hostSession.ts';
import type { ShellTransport } from '../shellTransport.ts';
import { type BatchEvent, batchPart, createBatchReader, longestBatchBytes, mayLeaveJobs } from './probeBatch.ts';
import { openProbeShell, type ProbeShell } from './probeShell.ts';

export type ProbeChannel = {
  /**
   * Asks all of them in one round trip; results in the order of the requests. Never rejects: what was aborted is
   * `lost`. A deadline counts from the call until the shell is open, and then from the start of its own check.
   */
  readonly probe: (requests: readonly ProbeRequest[], signal?: AbortSignal) => Promise<readonly ProbeResult[]>;
  readonly close: () => void;
};

/** Milliseconds the host may take to confirm a kill before its shell counts as dead. */
const killGraceMs = 2_000;
/** Milliseconds after which an opening of the shell is given up, whatever the deadlines are. */
const openLimitMs = 15_000;

type Entry = {
  readonly request: ProbeRequest;
  readonly part: string;
  readonly settle: (result: ProbeResult) => void;
  isSettled: boolean;
  /** Its deadline passed while it waited behind a batch: it goes on only if that batch's shell does. */
  isOverdue: boolean;
};

type Batch = {
  readonly entries: readonly Entry[];
  /** Which check runs now. */
  index: number;
  startedAtMs: number;
  isKilled: boolean;
  stopTimer: Stop;
};

/**
 *   closed -> opening -> idle <-> running
 *      ^_________|_________|________/      (the shell is gone: what runs is lost, what waits reopens it)
 *
 * One long closure, since every arrow changes the same four variables.
 */
export function createProbeChannel(deps: {
  readonly transport: ShellTransport;
  readonly clock: Clock;
  readonly logger: Logger;
}): ProbeChannel {
  const { transport, clock, logger } = deps;
  let queue: Entry[] = [];
  let shell: ProbeShell | null = null;
  let opening: AbortController | null = null;
  let batch: Batch | null = null;
  let isClosed = false;

  const settle = (entry: Entry, result: ProbeResult): void => {
    if (entry.isSettled) return;
    entry.isSettled = true;
    entry.settle(result);
  };
  const lose = (entries: readonly Entry[], text: string): void => {
    for (const entry of entries) settle(entry, { kind: 'lost', id: entry.request.id, text });
  };

  const pump = (): void => {
    queue = queue.filter((entry) => !entry.isSettled);
    if (queue.length === 0 || opening !== null || batch !== null) return;
    if (shell === null) void open();
    else run(shell);
  };

  const open = async (): Promise<void> => {
    const controller = new AbortController();
    opening = controller;
    const stopLimit = clock.after(openLimitMs, () => controller.abort(new Error('The host opened no shell in time.')));
    try {
      const opened = await openProbeShell(transport, clock, controller.signal);
      shell = opened;
      void opened.gone.then((why) => shellGone(opened, why));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      logger.debug('probe channel did not open', { text });
      lose(queue.splice(0), text);
    } finally {
      stopLimit();
      opening = null;
    }
    pump();
  };

  const shellGone = (which: ProbeShell, why: string): void => {
    if (shell !== which) return;
    shell = null;
    logger.debug('probe channel is gone', { why });
    which.close();
    if (batch !== null) {
      batch.stopTimer();
      lose(batch.entries, why);
      batch = null;
    }
    const overdue = queue.filter((entry) => entry.isOverdue);
    lose(overdue, why);
    pump();
  };

  const run = (on: ProbeShell): void => {
    const entries = takeBatch(queue);
    queue = queue.filter((entry) => !entries.includes(entry));
    const marker = randomBytes(16).toString('hex');
    const reader = createBatchReader(marker);
    const current: Batch = { entries, index: 0, startedAtMs: clock.monotonic(), isKilled: false, stopTimer: noTimer };
    batch = current;
    const accept = (events: readonly BatchEvent[]): void => events.forEach((event) => heard(on, current, event));
    on.listen({
      stdout: (chunk) => accept(reader.stdout(chunk)),
      stderr: (chunk) => accept(reader.stderr(chunk)),
    });
    on.send(`r ${marker} ${entries.map((entry) => entry.part).join('')}`);
    watch(on, current);
  };

  const heard = (on: ProbeShell, current: Batch, event: BatchEvent): void => {
    if (batch !== current) return;
    const entry = current.entries[current.index];
    const nowMs = clock.monotonic();
    if (event.kind === 'started') {
      current.startedAtMs = nowMs;
      return;
    }
    const answer = event.kind === 'answer' ? event.answer : event.unfinished;
    const tookMs = nowMs - current.startedAtMs;
    if (entry !== undefined && !(event.kind === 'done' && current.isKilled)) {
      settle(entry, { kind: 'answered', id: entry.request.id, ...answer, tookMs });
    }
    current.index += 1;
    current.startedAtMs = nowMs;
    if (event.kind === 'answer') watch(on, current);
    else finish(current);
  };

  /** Puts the deadline of the running check on the clock, or the grace for the end of the batch. */
  const watch = (on: ProbeShell, current: Batch): void => {
    current.stopTimer();
    if (current.isKilled) return expectEnd(on, current);
    const entry = current.entries[current.index];
    if (entry === undefined) return expectEnd(on, current);
    if (entry.isSettled) return kill(on, current);
    current.stopTimer = clock.after(entry.request.deadlineMs, () => kill(on, current));
  };

  const kill = (on: ProbeShell, current: Batch): void => {
    if (batch !== current || current.isKilled) return;
    current.isKilled = true;
    on.send('k');
    expectEnd(on, current);
  };

  const expectEnd = (on: ProbeShell, current: Batch): void => {
    current.stopTimer();
    current.stopTimer = clock.after(killGraceMs, () => {
      if (batch === current) shellGone(on, 'The host stopped answering on its probe channel.');
    });
  };

  /** The batch's shell ended: the check it was at is too late if we killed it; the ones behind it go again. */
  const finish = (current: Batch): void => {
    current.stopTimer();
    batch = null;
    const late = current.entries[current.index - 1];
    if (current.isKilled && late !== undefined) settle(late, { kind: 'timedOut', id: late.request.id });
    queue = [...current.entries.slice(current.index), ...queue];
    pump();
  };

  /** While no shell is open an entry waits at most its deadline; behind a batch it waits for that batch's deadlines. */
  const limitWait = (entry: Entry): Stop =>
    clock.after(entry.request.deadlineMs, () => {
      entry.isOverdue = true;
      if (batch !== null) return;
      lose([entry], `No shell on the host within ${entry.request.deadlineMs / 1000} s.`);
      if (queue.every((waiting) => waiting.isSettled)) opening?.abort(new Error('Nobody waits for it any more.'));
    });

  const ask = (request: ProbeRequest, signal: AbortSignal | undefined): Promise<ProbeResult> =>
    new Promise((resolve) => {
      const refusal = refuse(request, isClosed, signal);
      if (refusal !== null) return resolve({ kind: 'lost', id: request.id, text: refusal });
      const settled = (result: ProbeResult): void => {
        stopWait();
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      const part = batchPart(request.script);
      const entry: Entry = { request, part, settle: settled, isSettled: false, isOverdue: false };
      const abort = (): void => {
        lose([entry], 'The question was withdrawn.');
        if (shell !== null && batch?.entries[batch.index] === entry) kill(shell, batch);
      };
      const stopWait = limitWait(entry);
      signal?.addEventListener('abort', abort, { once: true });
      queue.push(entry);
    });

  return {
    probe: async (requests, signal) => {
      const results = Promise.all(requests.map((request) => ask(request, signal)));
      // What is asked in the same tick shares the round trip.
      queueMicrotask(pump);
      return results;
    },
    close: () => {
      isClosed = true;
      opening?.abort(new Error(closedText));
      lose(queue.splice(0), closedText);
      if (shell !== null) shellGone(shell, closedText);
    },
  };
}

const closedText = 'The connection to the host was closed.';
const noTimer: Stop = () => undefined;

function refuse(request: ProbeRequest, isClosed: boolean, signal: AbortSignal | undefined): string | null {
  if (isClosed) return closedText;
  if (signal?.aborted === true) return 'The question was withdrawn.';
  if (request.script.includes('\0')) return 'The check contains a NUL character, which no shell can take.';
  if (Buffer.byteLength(batchPart(request.script)) > longestBatchBytes) return 'The check is longer than 96 KiB.';
  return null;
}

/** The longest run of the queue that fits one batch; a check that may leave jobs behind goes alone. */
function takeBatch(queue: readonly Entry[]): readonly Entry[] {
  const first = queue[0];
  if (first === undefined || mayLeaveJobs(first.request.script)) return queue.slice(0, 1);
  const taken: Entry[] = [];
  let bytes = 0;
  for (const entry of queue) {
    if (mayLeaveJobs(entry.request.script)) continue;
    bytes += Buffer.byteLength(entry.part);
    if (bytes > longestBatchBytes) break;
    taken.push(entry);
  }
  return taken;
}
