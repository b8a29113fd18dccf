import type { Clock, Stop } from '../../ports/ports.ts';
import type { ShellTransport } from '../shellTransport.ts';
import type { BatchAnswer, BatchEvent } from './batchReader.ts';
import { loseEntries, type ProbeEntry } from './probeEntry.ts';
import { openProbeShell, type ProbeShell } from './probeShell.ts';

/** One shell on the host with at most one batch at a time. */
export type ProbeLane = {
  readonly state: () => 'opening' | 'idle' | 'running' | 'gone';
  /** The check that runs has outrun the patience. */
  readonly isHeld: () => boolean;
  readonly running: () => ProbeEntry | null;
  /** Only while idle. */
  readonly run: (entries: readonly ProbeEntry[]) => void;
  /** Ends the running check; it goes back together with those behind it. */
  readonly interrupt: () => void;
  /** The entry was settled by somebody else: if it runs here, it need not run on. */
  readonly withdraw: (entry: ProbeEntry) => void;
  /** What runs is lost. */
  readonly close: (why: string) => void;
};

export type LaneOwner = {
  /** It is idle or held now, or has given something back. */
  readonly changed: (lane: ProbeLane) => void;
  /** These will not be answered here; `changed` follows. */
  readonly returned: (entries: readonly ProbeEntry[]) => void;
  /** The host says that this check runs on although others waited behind it. */
  readonly slow: (entry: ProbeEntry) => void;
  /** Its shell is gone, or never came (`wasOpen` tells). */
  readonly gone: (lane: ProbeLane, why: string, wasOpen: boolean) => void;
};

/** Milliseconds a check may run while others wait behind it. */
export const patienceMs = 1_000;
/** Milliseconds the host may take to confirm a kill before its shell counts as dead. */
const killGraceMs = 2_000;
/** Milliseconds after which an opening of the shell is given up, whatever the deadlines are. */
const openLimitMs = 15_000;

type Batch = {
  readonly entries: readonly ProbeEntry[];
  /** Which check runs now. */
  index: number;
  startedAtMs: number;
  isHeld: boolean;
  /** Whom our kill is meant for, and whether that one goes back; another one may run by the time it hits. */
  kill: { readonly victim: ProbeEntry; readonly goesBack: boolean } | null;
  /** Entries that were given back already. */
  returned: number;
  stopTimers: Stop;
};

/**
 *   opening -> idle <-> running
 *      |________|________|____-> gone      (what runs is lost)
 *
 * A check that outruns the patience while others wait behind it stays where it is; no further one is started behind it,
 * and once the host has confirmed that, the others go back to be asked elsewhere: no check is started twice.
 *
 * Long, because every arrow changes the same batch.
 */
export function openProbeLane(deps: {
  readonly transport: ShellTransport;
  readonly clock: Clock;
  readonly owner: LaneOwner;
}): ProbeLane {
  const { transport, clock, owner } = deps;
  const opening = new AbortController();
  let shell: ProbeShell | null = null;
  let batch: Batch | null = null;
  let isGone = false;

  const open = async (): Promise<void> => {
    const stopLimit = clock.after(openLimitMs, () => opening.abort(new Error('The host opened no shell in time.')));
    try {
      const opened = await openProbeShell(transport, clock, opening.signal);
      if (isGone) return opened.close();
      shell = opened;
      void opened.gone.then(end);
      owner.changed(lane);
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
    } finally {
      stopLimit();
    }
  };

  const end = (why: string): void => {
    if (isGone) return;
    isGone = true;
    opening.abort(new Error(why));
    shell?.close();
    batch?.stopTimers();
    loseEntries(batch?.entries.slice(0, batch.entries.length - batch.returned) ?? [], why);
    batch = null;
    owner.gone(lane, why, shell !== null);
  };

  const heard = (on: Batch, event: BatchEvent): void => {
    if (batch !== on) return;
    switch (event.kind) {
      case 'started':
        on.startedAtMs = clock.monotonic();
        return;
      case 'answer':
        answered(on, event.answer);
        return watch(on);
      case 'stopping':
        return giveBack(on);
      case 'done':
        return finish(on, event.unfinished);
    }
  };

  const answered = (on: Batch, answer: BatchAnswer): void => {
    const entry = on.entries[on.index];
    const nowMs = clock.monotonic();
    entry?.settle({ kind: 'answered', id: entry.request.id, ...answer, tookMs: nowMs - on.startedAtMs });
    on.index += 1;
    on.startedAtMs = nowMs;
  };

  /** Puts the check that runs on the clock, or the grace for the end of the batch. */
  const watch = (on: Batch): void => {
    on.stopTimers();
    on.isHeld = false;
    const entry = on.entries[on.index];
    if (entry === undefined || on.kill !== null) return expectEnd(on);
    if (entry.isSettled()) return kill(on, false);
    const stopDeadline = clock.after(entry.request.deadlineMs, () => kill(on, false));
    const stopPatience = clock.after(patienceMs, () => hold(on));
    on.stopTimers = () => {
      stopDeadline();
      stopPatience();
    };
  };

  const hold = (on: Batch): void => {
    on.isHeld = true;
    if (on.index + 1 + on.returned < on.entries.length) shell?.stop();
    owner.changed(lane);
  };

  const giveBack = (on: Batch): void => {
    const running = on.entries[on.index];
    const behind = on.entries.slice(on.index + 1, on.entries.length - on.returned);
    on.returned += behind.length;
    if (running !== undefined && on.isHeld) owner.slow(running);
    owner.returned(behind);
    owner.changed(lane);
  };

  const kill = (on: Batch, goesBack: boolean): void => {
    const victim = on.entries[on.index];
    if (batch !== on || on.kill !== null || victim === undefined) return;
    on.kill = { victim, goesBack };
    shell?.kill();
    expectEnd(on);
  };

  const expectEnd = (on: Batch): void => {
    on.stopTimers();
    on.stopTimers = clock.after(killGraceMs, () => {
      if (batch === on) end('The host stopped answering on its probe channel.');
    });
  };

  /** The batch's shell ended: by our kill, by the check itself (a signal), or because nothing was left to start. */
  const finish = (on: Batch, unfinished: BatchAnswer): void => {
    on.stopTimers();
    batch = null;
    const left = on.entries.slice(on.index, on.entries.length - on.returned);
    const running = left[0];
    if (running !== undefined && unfinished.exitCode > 128 && on.kill === null) {
      const tookMs = clock.monotonic() - on.startedAtMs;
      running.settle({ kind: 'answered', id: running.request.id, ...unfinished, tookMs });
    } else if (running !== undefined && on.kill?.victim === running) {
      running.wasInterrupted = on.kill.goesBack;
      if (!on.kill.goesBack) running.settle({ kind: 'timedOut', id: running.request.id });
    }
    owner.returned(left.filter((entry) => !entry.isSettled()));
    owner.changed(lane);
  };

  const lane: ProbeLane = {
    state: () => (isGone ? 'gone' : shell === null ? 'opening' : batch === null ? 'idle' : 'running'),
    isHeld: () => batch?.isHeld === true,
    running: () => batch?.entries[batch.index] ?? null,
    run: (entries) => {
      const on: Batch = {
        entries,
        index: 0,
        startedAtMs: clock.monotonic(),
        isHeld: false,
        kill: null,
        returned: 0,
        stopTimers: () => undefined,
      };
      batch = on;
      shell?.run(entries.map(({ part }) => part).join(''), (event) => heard(on, event));
      watch(on);
    },
    interrupt: () => {
      if (batch !== null) kill(batch, true);
    },
    withdraw: (entry) => {
      if (batch !== null && batch.entries[batch.index] === entry) kill(batch, false);
    },
    close: end,
  };
  void open();
  return lane;
}
