import type { ConnectionState } from '#shared/host/connection.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { HostSession } from '../../ssh/hostSession.ts';
import type { CheckBook } from '../checkBook.ts';
import { askOf } from '../kinds/askOf.ts';
import { unknownReading, type Reading } from '../kinds/reading.ts';
import type { Judgement } from '../observer/observerWatch.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';
import { askFromHere } from './askFromHere.ts';
import { createReporter, type Findings } from './findings.ts';
import { createHostAsker } from './hostAsker.ts';
import { dueSlots, nextDelayMs, type Slot } from './slots.ts';
import { createUrgentUnits } from './urgentUnits.ts';

export type HostWatchDependencies = {
  readonly host: Host;
  readonly session: HostSession;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly book: Pick<CheckBook, 'state' | 'tracked'>;
  readonly findings: Findings;
  /** Adds what only the past can tell: the time to full, restarts that do not end. */
  readonly enrich: (check: ResolvedCheck, reading: Reading) => Reading;
  readonly judge: () => Promise<Judgement>;
  readonly isVaultLocked: () => boolean;
  /** The host answered. */
  readonly answered: () => void;
  /** The host has just stopped answering, and our side seems well. */
  readonly failureBegan: () => void;
  readonly changed: () => void;
};

/**
 * Asks the checks of one host: all that are due in one round trip, one round trip at a time. A slow check does not hold
 * the next one up.
 */
export type HostWatch = {
  readonly hostId: string;
  readonly session: HostSession;
  readonly apply: (host: Host, checks: readonly ResolvedCheck[]) => void;
  /** All checks, or these, as soon as the running round trip allows. */
  readonly checkNow: (checkIds?: readonly string[]) => void;
  /** Finds out whether the host answers at all. */
  readonly askWhetherThere: () => void;
  /** A push says that this unit has changed: its checks are asked ahead of everything else. */
  readonly unitChanged: (unit: string) => void;
  /** While eager, a check is asked again and again in quick succession; calls are counted. */
  readonly setEager: (checkId: string, isEager: boolean) => void;
  /** Something outside changed what is believed: due times are computed anew. */
  readonly reschedule: () => void;
  /** Stops asking; answers under way are forgotten. */
  readonly pause: () => void;
  /** Forgets answers under way and asks everything at once. */
  readonly restart: () => void;
  /** Failed attempts in a row to reach it. */
  readonly failures: () => number;
  /** Wall time of the newest evidence about the host itself; null before the first. */
  readonly judgedAt: () => number | null;
  readonly close: () => void;
};

/** The schedule of one host. What an epoch (until a pause, a restart or the end) has begun means nothing after it. */
export function createHostWatch(deps: HostWatchDependencies): HostWatch {
  const { session, clock, logger, random, book } = deps;
  const slots = new Map<string, Slot>();
  let { host } = deps;
  let epoch = new AbortController();
  let isPaused = false;
  let isAsking = false;
  let stopTimer: Stop = () => undefined;
  let connection: ConnectionState['kind'] = session.state().kind;

  const isClosed = (): boolean => epoch.signal.aborted;
  const isOnHost = (slot: Slot): boolean => slot.ask.where !== 'observer';
  const isAskable = (slot: Slot): boolean => slot.check.missing.length === 0;
  const hostSlots = (): readonly Slot[] => [...slots.values()].filter((slot) => isOnHost(slot) && isAskable(slot));
  const phaseOf = (slot: Slot) => book.state(slot.check.check.id)?.phase.kind;
  const reporter = createReporter(deps);
  const asker = createHostAsker({
    ...deps,
    reporter,
    slots: hostSlots,
    returned: () => {
      for (const slot of hostSlots()) if (!slot.isRunning) slot.dueAtMs = clock.monotonic();
    },
  });

  const delayOf = (slot: Slot): number =>
    nextDelayMs(slot.check, book.tracked(slot.check.check.id), slot.eager > 0, random());
  const schedule = (slot: Slot): void => {
    slot.dueAtMs = clock.monotonic() + (slot.isWantedAgain ? 0 : delayOf(slot));
    slot.isWantedAgain = false;
  };

  const pump = (): void => {
    stopTimer();
    if (isPaused || isClosed()) return;
    for (const slot of dueSlots([...slots.values()], clock)) {
      if (!isAskable(slot)) reportMissing(slot);
      else if (!isOnHost(slot))
        void run([slot], async (signal) => {
          await askFromHere({ ...deps, reporter }, slot, signal);
          return [];
        });
    }
    const due = isAsking ? [] : withReachable(dueSlots(hostSlots(), clock));
    if (due.length > 0) void run(due, (signal) => asker.ask(due, signal, (slot) => settled(slot, signal)));
    const waiting = [...slots.values()].filter((slot) => !slot.isRunning && !(isAsking && isOnHost(slot)));
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((slot) => slot.dueAtMs));
    stopTimer = clock.after(Math.max(0, next - clock.monotonic()), pump);
  };

  const reportMissing = (slot: Slot): void => {
    const names = slot.check.missing.map((name) => `"${name}"`).join(', ');
    const text = `variable ${names} has no value; set it under variables: of the service in lab.yaml`;
    reporter.found(slot.check, unknownReading(text), clock.monotonic(), 0);
    schedule(slot);
  };

  /** Every round trip proves whether a host that was not well is back. */
  const withReachable = (due: readonly Slot[]): readonly Slot[] => {
    const reachable = hostSlots().find((slot) => slot.ask.where === 'connection' && !slot.isRunning);
    if (reachable === undefined || due.length === 0 || due.includes(reachable)) return due;
    return phaseOf(reachable) === 'ok' ? due : [...due, reachable];
  };

  /** `ask` resolves with those that are still out; they are told as `settled`. */
  const run = async (batch: readonly Slot[], ask: (signal: AbortSignal) => Promise<readonly Slot[]>): Promise<void> => {
    const onHost = batch.some(isOnHost);
    const { signal } = epoch;
    let out: readonly Slot[] = [];
    if (onHost) isAsking = true;
    for (const slot of batch) slot.isRunning = true;
    try {
      out = await ask(signal);
    } catch (error) {
      logger.error('checks could not be asked', { host: host.id, error: String(error) });
    }
    // A new epoch has reset all this already.
    if (signal.aborted) return;
    if (onHost) isAsking = false;
    for (const slot of batch) if (slot.isRunning && !out.includes(slot)) free(slot);
    hasten();
    pump();
  };

  const free = (slot: Slot): void => {
    slot.isRunning = false;
    schedule(slot);
  };

  /** A check has its answer, before the others of its round trip or long after them. */
  const settled = (slot: Slot, signal: AbortSignal): void => {
    if (signal.aborted) return;
    free(slot);
    if (!isAsking) pump();
  };

  /** What a round trip has put in doubt is asked again soon, whether it was part of it or not. */
  const hasten = (): void => {
    for (const slot of slots.values()) {
      if (!slot.isRunning) slot.dueAtMs = Math.min(slot.dueAtMs, clock.monotonic() + delayOf(slot));
    }
  };

  const urgent = createUrgentUnits({
    session,
    clock,
    reporter,
    slots: hostSlots,
    isBusy: () => isAsking,
    signal: () => epoch.signal,
    asked: (asked) => {
      for (const slot of asked) if (!slot.isRunning) schedule(slot);
      pump();
    },
  });

  const dueNow = (wanted: (slot: Slot) => boolean): void => {
    for (const slot of slots.values()) if (wanted(slot)) slot.dueAtMs = clock.monotonic();
    pump();
  };
  const wantNow = (wanted: (slot: Slot) => boolean): void => {
    for (const slot of slots.values()) if (wanted(slot)) slot.isWantedAgain = slot.isRunning;
    dueNow(wanted);
  };

  const stopState = session.onState((state) => {
    const before = connection;
    connection = state.kind;
    deps.changed();
    if (before === state.kind) return;
    const isNews = state.kind === 'connected' || state.kind === 'waitingForPerson' || before === 'connected';
    if (!isNews) return;
    // A lost connection is asked about at once; so is everything that could not be seen before. Not from within the
    // session's own news, which others have yet to hear.
    queueMicrotask(() => dueNow((slot) => isOnHost(slot) && (state.kind === 'failed' || phaseOf(slot) !== 'ok')));
  });

  const forget = (): void => {
    epoch.abort();
    isAsking = false;
    for (const slot of slots.values()) Object.assign(slot, { isRunning: false, isWantedAgain: false });
    stopTimer();
  };

  const put = (check: ResolvedCheck): void => {
    const before = slots.get(check.check.id);
    const ask = askOf(check, host, clock);
    const now = clock.monotonic();
    if (before?.check.revision === check.revision) {
      Object.assign(before, { check, ask, dueAtMs: Math.min(before.dueAtMs, now + check.rhythm.intervalMs) });
    } else {
      const eager = before?.eager ?? 0;
      slots.set(check.check.id, { check, ask, dueAtMs: now, isRunning: false, isWantedAgain: false, eager });
    }
  };

  return {
    hostId: host.id,
    session,
    apply: (next, checks) => {
      host = next;
      const kept = new Set(checks.map(({ check }) => check.id));
      for (const id of slots.keys()) if (!kept.has(id)) slots.delete(id);
      for (const check of checks) put(check);
      pump();
    },
    checkNow: (checkIds) => wantNow((slot) => checkIds === undefined || checkIds.includes(slot.check.check.id)),
    askWhetherThere: () => {
      const chosen = hostSlots().find((slot) => slot.ask.where === 'connection') ?? hostSlots()[0];
      wantNow((slot) => slot === chosen);
    },
    unitChanged: (unit) => {
      if (!isPaused && !isClosed()) urgent.unitChanged(unit);
    },
    setEager: (checkId, isEager) => {
      const slot = slots.get(checkId);
      if (slot !== undefined) slot.eager = Math.max(0, slot.eager + (isEager ? 1 : -1));
    },
    reschedule: () => {
      hasten();
      pump();
    },
    pause: () => {
      isPaused = true;
      forget();
      epoch = new AbortController();
    },
    restart: () => {
      isPaused = false;
      asker.forget();
      forget();
      epoch = new AbortController();
      dueNow(() => true);
    },
    failures: asker.failures,
    judgedAt: asker.judgedAt,
    close: () => {
      stopState();
      forget();
      slots.clear();
    },
  };
}
