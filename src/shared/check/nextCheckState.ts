import { assertNever } from '../assertNever.ts';
import type { CheckPhase, CheckState } from './checkState.ts';
import { nextFlapping } from './flapping.ts';
import type { Observation, Outcome } from './observation.ts';
import { isWorse, type ProblemOutcome } from './outcomes.ts';
import {
  newCheck,
  type CheckInput,
  type CheckPolicy,
  type CheckStep,
  type OpenProblem,
  type TrackedCheck,
  type Verdict,
} from './trackedCheck.ts';

/**
 * One step of a check. The only place where a belief changes and where something becomes worth saying.
 *
 *                              bad                      bad x confirm, or final, or flapping
 *     unobserved ---ok---> ok -----> soft (recheck fast) ------------------------> hard  : raised, dated to the first bad
 *         ^ ^               ^          |                                           |  |
 *         | |               +----ok----+                    ok x recover, steady   |  | bad, worse x confirm: worsened
 *         | |               +------------------------------------------------------+  | flapping ended, bad: worsened
 *         | +-- unobserved (our side is sick, suspended, a person is needed): from any, says nothing
 *         +---- restart, changed parameters (an open alert is retired)
 *
 *     muted (what it depends on is down): soft `unknown` from any; an open alert stays open, an ok still recovers it.
 *     While our own remedy changes things nothing is raised; afterwards all counters start afresh.
 *     While it flaps nothing is raised twice, worsened or recovered; what it settles to is said.
 */
export function nextCheckState(previous: TrackedCheck, input: CheckInput, policy: CheckPolicy): CheckStep {
  switch (input.kind) {
    case 'observed':
      return observed(previous, input, policy);
    case 'unobserved': {
      const phase = previous.state.phase;
      const isSame = phase.kind === 'unobserved' && phase.reason.kind === input.reason.kind;
      const sinceAt = isSame ? phase.sinceAt : input.at;
      return silent(withoutCounters(previous, { kind: 'unobserved', reason: input.reason, sinceAt }, null));
    }
    case 'muted': {
      const { phase, mutedBy } = previous.state;
      const problemSinceAt = mutedBy !== null && phase.kind === 'soft' ? phase.problemSinceAt : input.at;
      return silent(withoutCounters(previous, { kind: 'soft', outcome: 'unknown', problemSinceAt, bad: 0 }, input.by));
    }
    case 'changeBegun':
      return silent({ ...previous, isChanging: true });
    case 'changeEnded':
      return silent(afterChange(previous));
    case 'parametersChanged':
      return {
        check: newCheck(previous.state.checkId, input.revision, input.at),
        verdicts: retired(previous, 'The check was changed; the new one starts afresh.'),
      };
    case 'removed':
      return { check: withProblem(previous, null), verdicts: retired(previous, 'The check was removed.') };
    default:
      return assertNever(input);
  }
}

type Observed = Extract<CheckInput, { kind: 'observed' }>;

function observed(previous: TrackedCheck, input: Observed, policy: CheckPolicy): CheckStep {
  const { observation, dependency } = input;
  const counts = isNewEvidence(previous, observation, policy);
  const seen = remember(previous, observation, counts);
  if (observation.outcome === 'ok') return seenOk(seen, observation, policy, counts);
  const outcome = observation.outcome;
  if (seen.problem !== null) return seenBadAgain(seen, seen.problem, outcome, input, policy, counts);
  if (dependency.kind !== 'down') return seenBad(seen, outcome, input, policy, counts);
  return nextCheckState(seen, { kind: 'muted', by: dependency.id, at: observation.observedAt }, policy);
}

function seenOk(check: TrackedCheck, observation: Observation, policy: CheckPolicy, counts: boolean): CheckStep {
  const { problem } = check;
  const { phase, flapping } = check.state;
  const at = observation.observedAt;
  const ok: CheckPhase = { kind: 'ok', sinceAt: phase.kind === 'ok' ? phase.sinceAt : at };
  if (problem === null) return silent({ ...withPhase(check, ok), owesSettled: false });
  const before = phase.kind === 'hard' ? phase.good : 0;
  const good = before + (counts || before === 0 ? 1 : 0);
  if (good < policy.recover || flapping) {
    const { outcome, problemSinceAt } = problem;
    return silent(withPhase(check, { kind: 'hard', outcome, problemSinceAt, good }));
  }
  return {
    check: { ...withProblem(withPhase(check, ok), null), owesSettled: false, worse: 0 },
    verdicts: [{ kind: 'recovered', alertId: problem.alertId, text: observation.text }],
  };
}

function seenBad(
  check: TrackedCheck,
  outcome: ProblemOutcome,
  input: Observed,
  policy: CheckPolicy,
  counts: boolean,
): CheckStep {
  const { observation, dependency, newAlertId } = input;
  const { phase, flapping, mutedBy } = check.state;
  const row = phase.kind === 'soft' && mutedBy === null ? phase : null;
  const bad = (row?.bad ?? 0) + (counts || row === null ? 1 : 0);
  const problemSinceAt = row?.problemSinceAt ?? observation.observedAt;
  const believed = row === null ? outcome : merged(row.outcome, outcome);
  const isSettling = observation.observedAt - problemSinceAt < (observation.settlesWithinMs ?? 0);
  const isConfirmed = observation.final === true || flapping || (bad >= policy.confirm && !isSettling);
  if (!isConfirmed || check.isChanging || dependency.kind === 'suspect')
    return silent(withPhase(check, { kind: 'soft', outcome: believed, problemSinceAt, bad }));
  const problem: OpenProblem = { alertId: newAlertId, outcome: believed, problemSinceAt };
  const hard = withPhase(check, { kind: 'hard', outcome: believed, problemSinceAt, good: 0 });
  return {
    check: { ...withProblem(hard, problem), owesSettled: flapping, worse: 0 },
    verdicts: [{ kind: 'raised', problem, text: flapping ? `keeps changing: ${observation.text}` : observation.text }],
  };
}

function seenBadAgain(
  check: TrackedCheck,
  problem: OpenProblem,
  outcome: ProblemOutcome,
  input: Observed,
  policy: CheckPolicy,
  counts: boolean,
): CheckStep {
  const { observation, dependency } = input;
  const { phase, flapping } = check.state;
  const believed = phase.kind === 'hard' ? merged(phase.outcome, outcome) : outcome;
  const hard = withPhase(check, {
    kind: 'hard',
    outcome: believed,
    problemSinceAt: problem.problemSinceAt,
    good: 0,
  });
  const worse = countWorse(check.worse, outcome, problem.outcome, counts);
  const isSettling = observation.settlesWithinMs !== undefined;
  const hasWorsened = worse >= policy.confirm || (observation.final === true && worse > 0);
  const mustSettle = check.owesSettled && !isSettling;
  const isHeld = check.isChanging || flapping || dependency.kind !== 'fine';
  if (isHeld || !(hasWorsened || mustSettle)) return silent({ ...hard, worse });
  const said = isWorse(outcome, problem.outcome) ? outcome : problem.outcome;
  const text = mustSettle ? `stopped changing and is still not well: ${observation.text}` : observation.text;
  return {
    check: { ...withProblem(hard, { ...problem, outcome: said }), owesSettled: false, worse: 0 },
    verdicts: [{ kind: 'worsened', alertId: problem.alertId, outcome: said, text }],
  };
}

/** An `unknown` in between says nothing about how bad it is; a milder result does. */
function countWorse(before: number, outcome: ProblemOutcome, said: ProblemOutcome, counts: boolean): number {
  if (isWorse(outcome, said)) return before + (counts || before === 0 ? 1 : 0);
  return outcome === 'unknown' ? before : 0;
}

function merged(before: Outcome, now: ProblemOutcome): ProblemOutcome {
  return now === 'unknown' && before !== 'ok' ? before : now;
}

/** A wall clock that jumped counts as time gone by: one result too many is better than a check that stands still. */
function isNewEvidence(check: TrackedCheck, observation: Observation, policy: CheckPolicy): boolean {
  const { last } = check.state;
  const isBad = observation.outcome !== 'ok';
  if (check.countedAt === null || last === null || (last.outcome !== 'ok') !== isBad) return true;
  return Math.abs(observation.observedAt - check.countedAt) >= policy.spacingMs;
}

function remember(check: TrackedCheck, observation: Observation, counts: boolean): TrackedCheck {
  const isSteady = observation.settlesWithinMs === undefined;
  const changed = check.steadyOutcome !== null && check.steadyOutcome !== observation.outcome;
  const isRemembered = isSteady && check.steadyOutcome !== null && (counts || changed);
  const flap = isRemembered ? nextFlapping(check.state, changed) : check.state;
  return {
    ...check,
    state: { ...check.state, last: observation, changes: [...flap.changes], flapping: flap.flapping },
    countedAt: counts ? observation.observedAt : check.countedAt,
    steadyOutcome: isSteady ? observation.outcome : check.steadyOutcome,
    owesSettled: check.owesSettled || (flap.flapping && check.problem !== null),
  };
}

function afterChange(previous: TrackedCheck): TrackedCheck {
  const { phase, mutedBy } = previous.state;
  const afresh = ((): CheckPhase => {
    if (phase.kind === 'soft') return { ...phase, bad: 0 };
    return phase.kind === 'hard' ? { ...phase, good: 0 } : phase;
  })();
  const check = withoutCounters(previous, afresh, mutedBy);
  const state: CheckState = { ...check.state, changes: [], flapping: false };
  return { ...check, state, steadyOutcome: null, isChanging: false };
}

function withoutCounters(check: TrackedCheck, phase: CheckPhase, mutedBy: string | null): TrackedCheck {
  return { ...check, state: { ...check.state, phase, mutedBy }, countedAt: null, worse: 0 };
}

/** A phase that comes from an observation ends the muting. */
function withPhase(check: TrackedCheck, phase: CheckPhase): TrackedCheck {
  return { ...check, state: { ...check.state, phase, mutedBy: null } };
}

function withProblem(check: TrackedCheck, problem: OpenProblem | null): TrackedCheck {
  return { ...check, problem, state: { ...check.state, alertId: problem?.alertId ?? null } };
}

function retired(check: TrackedCheck, why: string): readonly Verdict[] {
  return check.problem === null ? [] : [{ kind: 'retired', alertId: check.problem.alertId, why }];
}

const silent = (check: TrackedCheck): CheckStep => ({ check, verdicts: [] });
