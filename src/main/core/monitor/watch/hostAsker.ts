import type { UnobservedReason } from '#shared/check/checkState.ts';
import type { ConnectionState } from '#shared/host/connection.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { Clock } from '../../ports/ports.ts';
import type { HostSession, ProbeResult } from '../../ssh/hostSession.ts';
import { unknownReading } from '../kinds/reading.ts';
import type { Judgement } from '../observer/observerWatch.ts';
import { askRound } from './askRound.ts';
import { connectionVerdict } from './connectionVerdict.ts';
import type { Findings, Reporter } from './findings.ts';
import { answerOf, planProbe, reachableId, type PlannedProbe } from './probePlan.ts';
import type { Slot } from './slots.ts';

/** One round trip to a host, from the connection to what its answers mean. */
export type HostAsker = {
  /**
   * Asks these checks, and tells of each when its answer was taken. Resolves when nothing more is to be learned about
   * the host itself, with the checks that are slow: they go on and are told later. An aborted signal leaves everything
   * as it was.
   */
  readonly ask: (batch: readonly Slot[], signal: AbortSignal, done: (slot: Slot) => void) => Promise<readonly Slot[]>;
  /** Failed attempts in a row to reach the host. */
  readonly failures: () => number;
  /** Wall time of the newest evidence about the host itself; null before the first. */
  readonly judgedAt: () => number | null;
  /** What was known of failures does not hold any more. */
  readonly forget: () => void;
};

export type HostAskerDependencies = {
  readonly session: HostSession;
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly findings: Findings;
  /** All checks that the host answers. */
  readonly slots: () => readonly Slot[];
  readonly judge: () => Promise<Judgement>;
  readonly isVaultLocked: () => boolean;
  readonly answered: () => void;
  /** The host answers again after failures. */
  readonly returned: () => void;
  /** The first failure in a row, with our own side well. */
  readonly failureBegan: () => void;
};

/** A round trip is given up after this, although the session should have ended it long before. */
const stuckMs = 120 * secondMs;
/** A host that does not let us in for this long counts as silent; the attempt goes on meanwhile. */
const connectLimitMs = 4 * secondMs;

export function createHostAsker(deps: HostAskerDependencies): HostAsker {
  const { session, clock, reporter, findings, slots } = deps;
  let failures = 0;
  let judgedAt: number | null = null;

  /** Our rhythm decides how often an absent host is tried; what waits for a person is left to the person. */
  const connect = async (signal: AbortSignal): Promise<ConnectionState | 'silent'> => {
    const state = session.state();
    if (state.kind === 'failed' && state.retryAt !== null && connectionVerdict(state).kind === 'down') session.retry();
    const limit = new AbortController();
    const stopLimit = clock.after(connectLimitMs, () => limit.abort());
    try {
      const settled = await session.connect(AbortSignal.any([signal, limit.signal]));
      return settled.kind === 'connecting' && limit.signal.aborted ? 'silent' : settled;
    } finally {
      stopLimit();
    }
  };

  const answered = (): void => {
    judgedAt = clock.now();
    deps.answered();
    const wasFailing = failures > 0;
    failures = 0;
    if (wasFailing) deps.returned();
  };

  const unobserveAll = (reason: UnobservedReason): void => {
    for (const slot of slots()) findings.unobserve(slot.check.check.id, reason);
  };

  const failed = async (text: string, startedAtMs: number, signal: AbortSignal): Promise<void> => {
    const judgement = await deps.judge();
    if (signal.aborted) return;
    judgedAt = clock.now();
    if (judgement.kind === 'ours') return unobserveAll({ kind: 'observerOffline', text: judgement.text });
    failures += 1;
    if (failures === 1) deps.failureBegan();
    for (const { check, ask } of slots()) {
      if (ask.where !== 'connection') findings.mute(check.check.id, session.hostId);
      else {
        const reading = { outcome: 'critical', text: `cannot be reached: ${text}`, values: [] } as const;
        reporter.found(check, reading, startedAtMs, clock.monotonic() - startedAtMs);
      }
    }
  };

  const notConnected = async (state: ConnectionState, startedAtMs: number, signal: AbortSignal): Promise<void> => {
    const verdict = connectionVerdict(state);
    if (verdict.kind === 'down') await failed(verdict.text, startedAtMs, signal);
    if (verdict.kind !== 'needsPerson') return;
    judgedAt = clock.now();
    failures = 0;
    const isLocked = verdict.wantsSecret && deps.isVaultLocked();
    unobserveAll(isLocked ? { kind: 'locked' } : { kind: 'needsPerson', text: verdict.text });
  };

  const take = ({ request, readers }: PlannedProbe, result: ProbeResult, startedAtMs: number): void => {
    if (result.kind === 'timedOut') {
      const seconds = request.deadlineMs / secondMs;
      const unknown = unknownReading(`the check did not finish within ${seconds} s`);
      for (const { check, readSilence } of readers) {
        reporter.found(check, readSilence?.(seconds) ?? unknown, startedAtMs, request.deadlineMs);
      }
    }
    if (result.kind !== 'answered') return;
    if (request.id === reachableId) answered();
    const answer = answerOf(result);
    for (const { check, read } of readers) {
      reporter.found(check, read(answer, reporter.contextOf(check)), startedAtMs, result.tookMs);
    }
  };

  const probe = async (
    batch: readonly Slot[],
    startedAtMs: number,
    signal: AbortSignal,
    epoch: AbortSignal,
    done: (slot: Slot) => void,
  ): Promise<readonly Slot[]> => {
    const plan = new Map(planProbe(batch, failures > 0).map((planned) => [planned.request.id, planned]));
    const slotsOf = (id: string): readonly Slot[] =>
      batch.filter((slot) => plan.get(id)?.readers.some(({ check }) => check === slot.check) === true);
    const out = new Set(plan.keys());
    const requests = [...plan.values()].map(({ request }) => request);
    const results = await askRound({ session, clock }, requests, signal, (result, isLate) => {
      const planned = plan.get(result.id);
      out.delete(result.id);
      if (epoch.aborted || planned === undefined) return;
      const isSilence = whySilent(planned, result) !== null;
      if (!isSilence) take(planned, result, startedAtMs);
      // What a silence means is judged at the end of the round trip.
      if (!isSilence || isLate) for (const slot of slotsOf(result.id)) done(slot);
    });
    if (!epoch.aborted) await judgeSilence(plan, results, startedAtMs, epoch);
    return [...out].flatMap(slotsOf);
  };

  const judgeSilence = async (
    plan: ReadonlyMap<string, PlannedProbe>,
    results: readonly ProbeResult[],
    startedAtMs: number,
    epoch: AbortSignal,
  ): Promise<void> => {
    const why = results.map((result) => whySilent(plan.get(result.id), result)).find((one) => one !== null);
    if (why === undefined || why === null) return;
    const state = session.state();
    const isGone = state.kind === 'failed' || state.kind === 'waitingForPerson';
    if (isGone) await notConnected(state, startedAtMs, epoch);
    // What was answered before the loss came from a host that was there; the next round trip will tell.
    else if (!results.some(({ kind }) => kind === 'answered')) {
      await failed(`connected, but its shell is silent: ${why.replace(/\.$/, '')}`, startedAtMs, epoch);
    }
  };

  return {
    ask: async (batch, epoch, done) => {
      const startedAtMs = clock.monotonic();
      const stuck = new AbortController();
      const stopStuck = clock.after(stuckMs, () => stuck.abort());
      const signal = AbortSignal.any([epoch, stuck.signal]);
      try {
        const state = await connect(signal);
        if (epoch.aborted) return [];
        if (state === 'silent') await failed(`no connection within ${connectLimitMs / secondMs} s`, startedAtMs, epoch);
        else if (state.kind === 'connected') return await probe(batch, startedAtMs, signal, epoch, done);
        else await notConnected(state, startedAtMs, epoch);
        return [];
      } finally {
        stopStuck();
      }
    },
    failures: () => failures,
    judgedAt: () => judgedAt,
    forget: () => {
      failures = 0;
    },
  };
}

/** Why this result tells of a host that does not answer; null when it is an answer, or one check that hangs. */
function whySilent(planned: PlannedProbe | undefined, result: ProbeResult): string | null {
  if (result.kind === 'lost') return result.text;
  const isSilent = result.kind === 'timedOut' && result.id === reachableId;
  return isSilent ? `no answer within ${(planned?.request.deadlineMs ?? 0) / secondMs} s` : null;
}
