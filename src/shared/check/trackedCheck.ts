import type { CheckState, UnobservedReason } from './checkState.ts';
import type { Observation, Outcome } from './observation.ts';
import type { ProblemOutcome } from './outcomes.ts';

/** What was said of an open problem: the worst outcome so far, so that nothing is said twice. */
export type OpenProblem = {
  readonly alertId: string;
  readonly outcome: ProblemOutcome;
  readonly problemSinceAt: number;
};

/** A check with all that its next step depends on; `state` is the part that is shown. */
export type TrackedCheck = {
  readonly state: CheckState;
  /** The open alert, `state.alertId` being its id; survives `unobserved`, muting and flapping. */
  readonly problem: OpenProblem | null;
  /** When a result last counted towards confirmation or recovery. */
  readonly countedAt: number | null;
  /** Counted results that are worse than what was said of the open problem. */
  readonly worse: number;
  /** The outcome that the next one is compared with for flapping; settling results are left out. */
  readonly steadyOutcome: Outcome | null;
  /** It flapped with an open problem, and what it settled to was not said yet. */
  readonly owesSettled: boolean;
  /** A remedy of ours is at work on what the check looks at. */
  readonly isChanging: boolean;
};

/** How much evidence makes a belief. */
export type CheckPolicy = {
  /** Problem results in a row, the first included, that confirm a problem. */
  readonly confirm: number;
  /** Ok results in a row that end a confirmed problem. */
  readonly recover: number;
  /** Results of one kind nearer than this to the last counted one are the same evidence seen twice. */
  readonly spacingMs: number;
};

/** What the check depends on: a problem there is not news here. */
export type Dependency =
  | { readonly kind: 'fine' }
  /** A problem there is not confirmed yet: wait before believing one here. */
  | { readonly kind: 'suspect' }
  | { readonly kind: 'down'; readonly id: string };

/** Everything that can happen to a check. */
export type CheckInput =
  | {
      readonly kind: 'observed';
      readonly observation: Observation;
      readonly dependency: Dependency;
      /** Used if an alert is raised. */
      readonly newAlertId: string;
    }
  | { readonly kind: 'unobserved'; readonly reason: UnobservedReason; readonly at: number }
  | { readonly kind: 'muted'; readonly by: string; readonly at: number }
  | { readonly kind: 'changeBegun' }
  | { readonly kind: 'changeEnded' }
  | { readonly kind: 'parametersChanged'; readonly revision: string; readonly at: number }
  | { readonly kind: 'removed' };

/** What has to be said. */
export type Verdict =
  | { readonly kind: 'raised'; readonly problem: OpenProblem; readonly text: string }
  | { readonly kind: 'worsened'; readonly alertId: string; readonly outcome: ProblemOutcome; readonly text: string }
  | { readonly kind: 'recovered'; readonly alertId: string; readonly text: string }
  | { readonly kind: 'retired'; readonly alertId: string; readonly why: string };

export type CheckStep = { readonly check: TrackedCheck; readonly verdicts: readonly Verdict[] };

/** A check of which nothing is known yet. */
export function newCheck(checkId: string, revision: string, at: number): TrackedCheck {
  return {
    state: {
      checkId,
      revision,
      phase: { kind: 'unobserved', reason: { kind: 'notYet' }, sinceAt: at },
      last: null,
      alertId: null,
      changes: [],
      flapping: false,
      mutedBy: null,
    },
    problem: null,
    countedAt: null,
    worse: 0,
    steadyOutcome: null,
    owesSettled: false,
    isChanging: false,
  };
}

/** A check whose alert was open when Sitrep ended: not seen yet, but the alert goes on under its id. */
export function continuedCheck(checkId: string, revision: string, at: number, problem: OpenProblem): TrackedCheck {
  const fresh = newCheck(checkId, revision, at);
  return { ...fresh, state: { ...fresh.state, alertId: problem.alertId }, problem };
}
