import type { UnobservedReason } from '#shared/check/checkState.ts';
import type { Observation } from '#shared/check/observation.ts';
import type { ConnectionState } from '#shared/host/connection.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { HostSession } from '../../ssh/hostSession.ts';
import type { CheckBook, Seen } from '../checkBook.ts';
import { askOf } from '../kinds/askOf.ts';
import { unknownReading, type ReadContext, type Reading } from '../kinds/reading.ts';
import type { Judgement } from '../observer/observerWatch.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';
import { connectionVerdict } from './connectionVerdict.ts';
import { answerOf, planProbe, reachableId } from './probePlan.ts';
import { createUrgentUnits } from './urgentUnits.ts';
import { dueSlots, nextDelayMs, type Slot } from './slots.ts';

/** Where findings go; the monitor may hold them back until everything was looked at. */
export type Findings = {
  readonly observe: (seen: Seen) => void;
  readonly unobserve: (checkId: string, reason: UnobservedReason) => void;
  readonly mute: (checkId: string, by: string) => void;
};

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

/** Asks the checks of one host: all that are due in one round trip, one round trip at a time. */
export type HostWatch = {
  readonly hostId: string;
  readonly session: HostSession;
  readonly apply: (host: Host, checks: readonly ResolvedCheck[]) => void;
  /** All checks, or these, as soon as the running round trip allows. */
  readonly checkNow: (checkIds?: readonly string[]) => void;
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

/** Milliseconds after which a round trip is given up although the session should have ended it long ago. */
const stuckMs = 120_000;
/** A host that does not let us in for this long counts as silent; the attempt goes on meanwhile. */
const connectLimitMs = 4_000;

export function createHostWatch(deps: HostWatchDependencies): HostWatch {
  const { session, clock, logger, random, book, findings } = deps;
  const slots = new Map<string, Slot>();
  let { host } = deps;
  let epoch = new AbortController();
  let isPaused = false;
  let isAsking = false;
  let failures = 0;
  let judgedAt: number | null = null;
  let stopTimer: Stop = () => undefined;
  let connection: ConnectionState['kind'] = session.state().kind;

  const isClosed = (): boolean => epoch.signal.aborted;
  const isOnHost = (slot: Slot): boolean => slot.ask.where !== 'observer';
  const isAskable = (slot: Slot): boolean => slot.check.missing.length === 0;
  const hostSlots = (): readonly Slot[] => [...slots.values()].filter((slot) => isOnHost(slot) && isAskable(slot));

  const contextOf = (check: ResolvedCheck): ReadContext => {
    const last = book.state(check.check.id)?.last ?? null;
    return { wasKnown: last !== null && last.outcome !== 'unknown', now: clock.now() };
  };

  const found = (check: ResolvedCheck, reading: Reading, startedAtMs: number, tookMs: number): void => {
    // The question was changed while it was under way.
    if (book.state(check.check.id)?.revision !== check.revision) return;
    const enriched = deps.enrich(check, reading);
    findings.observe({
      checkId: check.check.id,
      observation: observationOf(enriched, clock.now(), tookMs),
      startedAtMs,
    });
  };

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
      else if (!isOnHost(slot)) void run([slot], askFromHere);
    }
    if (!isAsking) {
      const due = dueSlots(hostSlots(), clock);
      if (due.length > 0) void run(withReachable(due), askHost);
    }
    arm();
  };

  const arm = (): void => {
    const waiting = [...slots.values()].filter((slot) => !slot.isRunning && !(isAsking && isOnHost(slot)));
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((slot) => slot.dueAtMs));
    stopTimer = clock.after(Math.max(0, next - clock.monotonic()), pump);
  };

  const reportMissing = (slot: Slot): void => {
    const names = slot.check.missing.map((name) => `"${name}"`).join(', ');
    const text = `variable ${names} has no value; set it under variables: of the service in lab.yaml`;
    findings.observe({
      checkId: slot.check.check.id,
      observation: observationOf(unknownReading(text), clock.now(), 0),
      startedAtMs: clock.monotonic(),
    });
    schedule(slot);
  };

  /** Every round trip proves whether a host that was not well is back. */
  const withReachable = (due: readonly Slot[]): readonly Slot[] => {
    const reachable = hostSlots().find((slot) => slot.ask.where === 'connection' && !slot.isRunning);
    if (reachable === undefined || due.includes(reachable)) return due;
    return book.state(reachable.check.check.id)?.phase.kind === 'ok' ? due : [...due, reachable];
  };

  const run = async (
    batch: readonly Slot[],
    ask: (batch: readonly Slot[], signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    const onHost = batch.some(isOnHost);
    const { signal } = epoch;
    if (onHost) isAsking = true;
    for (const slot of batch) slot.isRunning = true;
    try {
      await ask(batch, signal);
    } catch (error) {
      logger.error('checks could not be asked', { host: host.id, error: String(error) });
    }
    // A new epoch has reset all this already.
    if (signal.aborted) return;
    for (const slot of batch) slot.isRunning = false;
    if (onHost) isAsking = false;
    for (const slot of batch) schedule(slot);
    pump();
  };

  const askFromHere = async (batch: readonly Slot[], signal: AbortSignal): Promise<void> => {
    for (const { check, ask } of batch) {
      if (ask.where !== 'observer') continue;
      const startedAtMs = clock.monotonic();
      const limit = new AbortController();
      const stopLimit = clock.after(check.rhythm.timeoutMs, () => limit.abort());
      const reading = await ask.ask(AbortSignal.any([signal, limit.signal]), contextOf(check));
      stopLimit();
      if (signal.aborted) return;
      const judgement: Judgement = reading.outcome === 'ok' ? { kind: 'theirs' } : await deps.judge();
      if (signal.aborted) return;
      if (judgement.kind === 'theirs') found(check, reading, startedAtMs, clock.monotonic() - startedAtMs);
      else findings.unobserve(check.check.id, { kind: 'observerOffline', text: judgement.text });
    }
  };

  const askHost = async (batch: readonly Slot[], epochSignal: AbortSignal): Promise<void> => {
    const startedAtMs = clock.monotonic();
    const stuck = new AbortController();
    const stopStuck = clock.after(stuckMs, () => stuck.abort());
    const signal = AbortSignal.any([epochSignal, stuck.signal]);
    try {
      const state = await connect(signal);
      if (epochSignal.aborted) return;
      if (state.kind === 'connecting')
        await hostFailed(`no connection within ${connectLimitMs / 1000} s`, startedAtMs, epochSignal);
      else if (state.kind === 'connected') await probe(batch, startedAtMs, signal, epochSignal);
      else await notConnected(state, startedAtMs, epochSignal);
    } finally {
      stopStuck();
    }
  };

  /** Our rhythm decides how often an absent host is tried; what waits for a person is left to the person. */
  const connect = async (signal: AbortSignal): Promise<ConnectionState> => {
    const state = session.state();
    if (state.kind === 'failed' && state.retryAt !== null && connectionVerdict(state).kind === 'down') session.retry();
    const limit = new AbortController();
    const stopLimit = clock.after(connectLimitMs, () => limit.abort());
    try {
      return await session.connect(AbortSignal.any([signal, limit.signal]));
    } finally {
      stopLimit();
    }
  };

  const probe = async (
    batch: readonly Slot[],
    startedAtMs: number,
    signal: AbortSignal,
    epochSignal: AbortSignal,
  ): Promise<void> => {
    const plan = planProbe(batch, failures > 0);
    const results = await session.probe(
      plan.map(({ request }) => request),
      signal,
    );
    if (epochSignal.aborted) return;
    let lostText: string | null = null;
    let hasAnswered = false;
    for (const [index, { request, readers }] of plan.entries()) {
      const result = results[index];
      if (result === undefined || result.kind === 'lost') lostText ??= result?.text ?? 'the host gave no answer';
      else if (result.kind === 'timedOut' && request.id === reachableId) lostText = silence(request.deadlineMs);
      else if (result.kind === 'timedOut') {
        const text = `the check did not finish within ${request.deadlineMs / 1000} s`;
        for (const { check } of readers) found(check, unknownReading(text), startedAtMs, request.deadlineMs);
      } else {
        hasAnswered = true;
        if (request.id === reachableId) hostAnswered();
        const answer = answerOf(result);
        for (const { check, read } of readers) found(check, read(answer, contextOf(check)), startedAtMs, result.tookMs);
      }
    }
    if (lostText === null) return;
    const state = session.state();
    if (state.kind === 'failed' || state.kind === 'waitingForPerson')
      await notConnected(state, startedAtMs, epochSignal);
    // Answers before the loss came from a host that was there; the next round trip will tell.
    else if (!hasAnswered)
      await hostFailed(`connected, but no answer from its shell: ${lostText}`, startedAtMs, epochSignal);
  };

  const urgent = createUrgentUnits({
    session,
    clock,
    slots: () => hostSlots(),
    isBusy: () => isAsking,
    signal: () => epoch.signal,
    found: (check, answer, read, startedAtMs, tookMs) =>
      found(check, read(answer, contextOf(check)), startedAtMs, tookMs),
    asked: (asked) => {
      for (const slot of asked) if (!slot.isRunning) schedule(slot);
      pump();
    },
  });

  const notConnected = async (state: ConnectionState, startedAtMs: number, signal: AbortSignal): Promise<void> => {
    const verdict = connectionVerdict(state);
    if (verdict.kind === 'down') await hostFailed(verdict.text, startedAtMs, signal);
    if (verdict.kind !== 'needsPerson') return;
    judgedAt = clock.now();
    failures = 0;
    const reason: UnobservedReason = deps.isVaultLocked()
      ? { kind: 'locked' }
      : { kind: 'needsPerson', text: verdict.text };
    for (const slot of hostSlots()) findings.unobserve(slot.check.check.id, reason);
  };

  const hostAnswered = (): void => {
    judgedAt = clock.now();
    deps.answered();
    const wasFailing = failures > 0;
    failures = 0;
    if (wasFailing) for (const slot of hostSlots()) if (!slot.isRunning) slot.dueAtMs = clock.monotonic();
  };

  const hostFailed = async (text: string, startedAtMs: number, signal: AbortSignal): Promise<void> => {
    const judgement = await deps.judge();
    if (signal.aborted) return;
    judgedAt = clock.now();
    if (judgement.kind === 'ours') {
      for (const slot of hostSlots()) {
        findings.unobserve(slot.check.check.id, { kind: 'observerOffline', text: judgement.text });
      }
      return;
    }
    failures += 1;
    if (failures === 1) deps.failureBegan();
    for (const slot of hostSlots()) {
      if (slot.ask.where === 'connection') {
        const reading: Reading = { outcome: 'critical', text: `cannot be reached: ${text}`, values: [] };
        found(slot.check, reading, startedAtMs, clock.monotonic() - startedAtMs);
        if (!slot.isRunning) schedule(slot);
      } else findings.mute(slot.check.check.id, host.id);
    }
  };

  const dueNow = (wanted: (slot: Slot) => boolean): void => {
    for (const slot of slots.values()) if (wanted(slot)) slot.dueAtMs = clock.monotonic();
    pump();
  };

  const wantNow = (wanted: (slot: Slot) => boolean): void => {
    for (const slot of slots.values()) if (wanted(slot)) slot.isWantedAgain = slot.isRunning;
    dueNow(wanted);
  };

  const connectionChanged = (state: ConnectionState): void => {
    const before = connection;
    connection = state.kind;
    deps.changed();
    if (before === state.kind) return;
    const isNews = state.kind === 'connected' || state.kind === 'waitingForPerson' || before === 'connected';
    const isBehind = (slot: Slot): boolean => isOnHost(slot) && book.state(slot.check.check.id)?.phase.kind !== 'ok';
    // A lost connection is asked about at once; so is everything that could not be seen before.
    if (isNews) dueNow(state.kind === 'failed' ? isOnHost : isBehind);
  };
  const stopState = session.onState(connectionChanged);

  const forget = (): void => {
    epoch.abort();
    isAsking = false;
    for (const slot of slots.values()) Object.assign(slot, { isRunning: false, isWantedAgain: false });
    stopTimer();
  };

  return {
    hostId: host.id,
    session,
    apply: (next, checks) => {
      host = next;
      const kept = new Set(checks.map(({ check }) => check.id));
      for (const id of slots.keys()) if (!kept.has(id)) slots.delete(id);
      for (const check of checks) {
        const before = slots.get(check.check.id);
        const ask = askOf(check, host, clock);
        const now = clock.monotonic();
        if (before?.check.revision === check.revision) {
          Object.assign(before, { check, ask, dueAtMs: Math.min(before.dueAtMs, now + check.rhythm.intervalMs) });
        } else {
          const eager = before?.eager ?? 0;
          slots.set(check.check.id, { check, ask, dueAtMs: now, isRunning: false, isWantedAgain: false, eager });
        }
      }
      pump();
    },
    checkNow: (checkIds) => wantNow((slot) => checkIds === undefined || checkIds.includes(slot.check.check.id)),
    unitChanged: (unit) => {
      if (!isPaused && !isClosed()) urgent.unitChanged(unit);
    },
    setEager: (checkId, isEager) => {
      const slot = slots.get(checkId);
      if (slot !== undefined) slot.eager = Math.max(0, slot.eager + (isEager ? 1 : -1));
    },
    reschedule: () => {
      for (const slot of slots.values()) {
        slot.dueAtMs = Math.min(slot.dueAtMs, clock.monotonic() + delayOf(slot));
      }
      pump();
    },
    pause: () => {
      isPaused = true;
      forget();
      epoch = new AbortController();
    },
    restart: () => {
      isPaused = false;
      failures = 0;
      forget();
      epoch = new AbortController();
      dueNow(() => true);
    },
    failures: () => failures,
    judgedAt: () => judgedAt,
    close: () => {
      stopState();
      forget();
      slots.clear();
    },
  };
}

const silence = (deadlineMs: number): string => `no answer within ${deadlineMs / 1000} s`;

function observationOf(reading: Reading, observedAt: number, tookMs: number): Observation {
  const { outcome, text, values, final, settlesWithinMs } = reading;
  return {
    outcome,
    text,
    values: [...values],
    observedAt,
    tookMs: Math.round(tookMs * 10) / 10,
    ...(final === undefined ? {} : { final }),
    ...(settlesWithinMs === undefined ? {} : { settlesWithinMs }),
  };
}
