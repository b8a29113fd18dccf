import type { UnobservedReason } from '#shared/check/checkState.ts';
import type { Observation } from '#shared/check/observation.ts';
import type { Clock } from '../../ports/ports.ts';
import type { CheckBook, Seen } from '../checkBook.ts';
import type { ReadContext, Reading } from '../kinds/reading.ts';
import type { ResolvedCheck } from '../resolveChecks.ts';

/** Where findings go; the monitor may hold them back until everything was looked at. */
export type Findings = {
  readonly observe: (seen: Seen) => void;
  readonly unobserve: (checkId: string, reason: UnobservedReason) => void;
  readonly mute: (checkId: string, by: string) => void;
};

/** Passes readings on as observations. */
export type Reporter = {
  /** `startedAtMs` is the monotonic time at which the question was asked. */
  readonly found: (check: ResolvedCheck, reading: Reading, startedAtMs: number, tookMs: number) => void;
  /** What a reader needs to know beside the answer. */
  readonly contextOf: (check: ResolvedCheck) => ReadContext;
};

export function createReporter(deps: {
  readonly clock: Clock;
  readonly book: Pick<CheckBook, 'state'>;
  readonly findings: Pick<Findings, 'observe'>;
  readonly enrich: (check: ResolvedCheck, reading: Reading) => Reading;
}): Reporter {
  const { clock, book, findings, enrich } = deps;
  return {
    found: (check, reading, startedAtMs, tookMs) => {
      const checkId = check.check.id;
      // The question was changed while it was under way.
      if (book.state(checkId)?.revision !== check.revision) return;
      const observation = observationOf(enrich(check, reading), clock.now(), tookMs);
      findings.observe({ checkId, observation, startedAtMs });
    },
    contextOf: (check) => {
      const last = book.state(check.check.id)?.last ?? null;
      return { last, wasKnown: last !== null && last.outcome !== 'unknown', now: clock.now() };
    },
  };
}

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
