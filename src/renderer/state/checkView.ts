import { assertNever } from '#shared/assertNever.ts';
import type { CheckState, UnobservedReason } from '#shared/check/checkState.ts';
import type { CheckTarget } from '#shared/lab/targets.ts';

/** States in which something on screen can be, worst first. */
export const worstFirst = ['critical', 'warning', 'unknown', 'unobserved', 'paused', 'ok'] as const;
export type ViewState = (typeof worstFirst)[number];

/** One check as a row shows it. */
export type CheckView = {
  readonly checkId: string;
  readonly name: string;
  readonly kind: string;
  readonly serviceId: string | null;
  readonly state: ViewState;
  /** A problem that is not confirmed yet. */
  readonly isSoft: boolean;
  readonly text: string;
  /** Since when it is in this state. */
  readonly sinceAt: number | null;
  /** When it was last seen; null before the first time. */
  readonly seenAt: number | null;
  readonly mutedBy: string | null;
  readonly isFlapping: boolean;
  readonly alertId: string | null;
  readonly observed: CheckState | null;
};

/** Joins what `lab.yaml` says of a check with what was last seen of it. */
export function checkView(target: CheckTarget, observed: CheckState | null): CheckView {
  const { check, serviceId } = target;
  return {
    checkId: check.id,
    name: check.name ?? check.id,
    kind: check.kind,
    serviceId,
    ...believed(observed),
    seenAt: observed?.last?.observedAt ?? null,
    mutedBy: observed?.mutedBy ?? null,
    isFlapping: observed?.flapping ?? false,
    alertId: observed?.alertId ?? null,
    observed,
  };
}

function believed(observed: CheckState | null): Pick<CheckView, 'state' | 'isSoft' | 'text' | 'sinceAt'> {
  if (observed === null) return { state: 'unobserved', isSoft: false, text: 'not asked yet', sinceAt: null };
  const { phase } = observed;
  const text = observed.last?.text ?? '';
  switch (phase.kind) {
    case 'unobserved': {
      const state = phase.reason.kind === 'paused' ? 'paused' : 'unobserved';
      return { state, isSoft: false, text: reasonText(phase.reason), sinceAt: phase.sinceAt };
    }
    case 'ok':
      return { state: 'ok', isSoft: false, text, sinceAt: phase.sinceAt };
    case 'soft':
      return { state: phase.outcome, isSoft: true, text, sinceAt: phase.problemSinceAt };
    case 'hard':
      return { state: phase.outcome, isSoft: false, text, sinceAt: phase.problemSinceAt };
    default:
      return assertNever(phase);
  }
}

/** Why nothing was seen, in words. */
export function reasonText(reason: UnobservedReason): string {
  switch (reason.kind) {
    case 'notYet':
      return 'not asked yet';
    case 'paused':
      return 'paused';
    case 'locked':
      return 'its secrets are locked: unlock the vault';
    case 'suspended':
      return 'this computer was asleep';
    case 'observerOffline':
    case 'needsPerson':
      return reason.text;
    default:
      return assertNever(reason);
  }
}

/** Whether the text of a check begins with its name, so that the name before it would be said twice. */
export function speaksForItself({ name, text }: Pick<CheckView, 'name' | 'text'>): boolean {
  return text.toLowerCase().startsWith(name.toLowerCase());
}

/** Whether a row is a problem to look at: seen, not fine, and not merely dragged along by another. */
export function isFailing(check: CheckView): boolean {
  return (
    check.mutedBy === null && (check.state === 'critical' || check.state === 'warning' || check.state === 'unknown')
  );
}

/** Orders checks worst first: confirmed before suspected, older problems before newer, then by name. */
export function compareChecks(one: CheckView, other: CheckView): number {
  return (
    rank(one) - rank(other) ||
    (isFailing(one) ? (one.sinceAt ?? 0) - (other.sinceAt ?? 0) : 0) ||
    one.name.localeCompare(other.name)
  );
}

function rank(check: CheckView): number {
  const dragged = check.mutedBy === null ? 0 : worstFirst.length * 2;
  return dragged + worstFirst.indexOf(check.state) * 2 + (check.isSoft ? 1 : 0);
}
