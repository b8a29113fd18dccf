import type { Alert, AlertSource } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { CheckState, UnobservedReason } from '#shared/check/checkState.ts';
import { nextCheckState } from '#shared/check/nextCheckState.ts';
import type { Observation } from '#shared/check/observation.ts';
import {
  continuedCheck,
  newCheck,
  type CheckInput,
  type Dependency,
  type OpenProblem,
  type TrackedCheck,
  type Verdict,
} from '#shared/check/trackedCheck.ts';
import type { Clock } from '../ports/ports.ts';
import { changeOf } from './changeOf.ts';
import type { ResolvedCheck } from './resolveChecks.ts';

export type BookDependencies = {
  readonly clock: Clock;
  readonly report: (change: AlertChange) => void;
  readonly newId: () => string;
  readonly openAlerts: () => readonly Alert[];
  readonly record: (check: ResolvedCheck, observation: Observation) => void;
  /** What the check depends on, looked at when a problem was seen. */
  readonly dependencyOf: (check: ResolvedCheck, problemSinceAt: number) => Dependency;
  readonly causeKeyOf: (check: ResolvedCheck) => string;
  readonly changed: () => void;
};

export type Seen = { readonly checkId: string; readonly observation: Observation; readonly startedAtMs: number };

/** All checks with what is believed of them; the one place that turns inputs into beliefs and reports. */
export type CheckBook = {
  /** Takes the checks in force: new ones start, changed ones start afresh, missing ones retire. */
  readonly sync: (checks: readonly ResolvedCheck[]) => void;
  /** An answer; `startedAtMs` is the monotonic time at which the question was asked. */
  readonly observe: (seen: Seen) => void;
  readonly unobserve: (checkId: string, reason: UnobservedReason) => void;
  readonly mute: (checkId: string, by: string) => void;
  /** Nested changes of one check are counted. */
  readonly beginChange: (checkId: string) => void;
  readonly endChange: (checkId: string) => void;
  readonly check: (checkId: string) => ResolvedCheck | null;
  readonly tracked: (checkId: string) => TrackedCheck | null;
  readonly state: (checkId: string) => CheckState | null;
  readonly onSeen: (listener: (seen: Seen) => void) => () => void;
};

type Page = { check: ResolvedCheck; tracked: TrackedCheck; changes: number; changedAtMs: number; askedAtMs: number };

export function createCheckBook(deps: BookDependencies): CheckBook {
  const { clock, report, newId } = deps;
  const pages = new Map<string, Page>();
  const listeners = new Set<(seen: Seen) => void>();
  let isFirstSync = true;

  const say = (page: Page, verdict: Verdict): void =>
    report(changeOf(verdict, page.check, deps.causeKeyOf(page.check)));

  const step = (page: Page, input: CheckInput): void => {
    const { check, verdicts } = nextCheckState(page.tracked, input, page.check.rhythm);
    page.tracked = check;
    for (const verdict of verdicts) say(page, verdict);
    deps.changed();
  };

  const firstPage = (check: ResolvedCheck, open: ReadonlyMap<string, Alert>): Page => {
    const now = clock.now();
    const alert = open.get(check.check.id);
    const problem = alert === undefined ? null : openProblem(alert, check.revision);
    const tracked =
      problem === null
        ? newCheck(check.check.id, check.revision, now)
        : continuedCheck(check.check.id, check.revision, now, problem);
    return { check, tracked, changes: 0, changedAtMs: 0, askedAtMs: 0 };
  };

  const retireForeign = (open: ReadonlyMap<string, Alert>): void => {
    for (const alert of open.values()) {
      const page = pages.get(checkIdOf(alert.source) ?? '');
      if (page?.tracked.problem?.alertId === alert.id) continue;
      const why = page === undefined ? 'The check was removed.' : 'The check was changed; the new one starts afresh.';
      report({ kind: 'retired', alertId: alert.id, why });
    }
  };

  return {
    sync: (checks) => {
      const open = isFirstSync ? openCheckAlerts(deps.openAlerts()) : new Map<string, Alert>();
      const kept = new Set(checks.map(({ check }) => check.id));
      for (const [id, page] of pages) {
        if (kept.has(id)) continue;
        step(page, { kind: 'removed' });
        pages.delete(id);
      }
      for (const check of checks) {
        const page = pages.get(check.check.id);
        if (page === undefined) {
          pages.set(check.check.id, firstPage(check, open));
          continue;
        }
        page.check = check;
        if (page.tracked.state.revision === check.revision) continue;
        step(page, { kind: 'parametersChanged', revision: check.revision, at: clock.now() });
      }
      if (isFirstSync) retireForeign(open);
      isFirstSync = false;
      deps.changed();
    },
    observe: (seen) => {
      const page = pages.get(seen.checkId);
      if (page === undefined) return;
      const { observation } = seen;
      // A slow round trip may bring an older answer than the one that a push has fetched meanwhile.
      if (seen.startedAtMs < page.askedAtMs) return;
      page.askedAtMs = seen.startedAtMs;
      // What was asked before a change of ours had ended tells of the change, not of its result.
      if (observation.outcome !== 'ok' && page.changes === 0 && seen.startedAtMs < page.changedAtMs) return;
      const { phase } = page.tracked.state;
      const problemSinceAt = phase.kind === 'soft' && phase.bad > 0 ? phase.problemSinceAt : observation.observedAt;
      const dependency: Dependency =
        observation.outcome === 'ok' ? { kind: 'fine' } : deps.dependencyOf(page.check, problemSinceAt);
      step(page, {
        kind: 'observed',
        observation,
        dependency,
        newAlertId: page.tracked.problem === null ? newId() : '',
      });
      deps.record(page.check, observation);
      for (const listener of listeners) listener(seen);
    },
    unobserve: (checkId, reason) => {
      const page = pages.get(checkId);
      if (page !== undefined) step(page, { kind: 'unobserved', reason, at: clock.now() });
    },
    mute: (checkId, by) => {
      const page = pages.get(checkId);
      if (page !== undefined) step(page, { kind: 'muted', by, at: clock.now() });
    },
    beginChange: (checkId) => {
      const page = pages.get(checkId);
      if (page === undefined) return;
      page.changes += 1;
      if (page.changes === 1) step(page, { kind: 'changeBegun' });
    },
    endChange: (checkId) => {
      const page = pages.get(checkId);
      if (page === undefined || page.changes === 0) return;
      page.changes -= 1;
      if (page.changes > 0) return;
      page.changedAtMs = clock.monotonic();
      step(page, { kind: 'changeEnded' });
    },
    check: (checkId) => pages.get(checkId)?.check ?? null,
    tracked: (checkId) => pages.get(checkId)?.tracked ?? null,
    state: (checkId) => pages.get(checkId)?.tracked.state ?? null,
    onSeen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const checkIdOf = (source: AlertSource): string | null => (source.kind === 'check' ? source.checkId : null);

function openCheckAlerts(alerts: readonly Alert[]): ReadonlyMap<string, Alert> {
  const ours = alerts.filter((alert) => alert.ended === null && alert.source.kind === 'check');
  return new Map(ours.map((alert) => [checkIdOf(alert.source) ?? '', alert]));
}

/** Null when the alert answers another question than the one asked now. */
function openProblem(alert: Alert, revision: string): OpenProblem | null {
  if (alert.source.kind !== 'check' || alert.source.checkRevision !== revision || alert.outcome === 'ok') return null;
  return { alertId: alert.id, outcome: alert.outcome, problemSinceAt: alert.problemSinceAt };
}
