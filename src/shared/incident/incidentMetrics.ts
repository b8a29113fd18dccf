import type { Incident } from './incident.ts';

/** Milliseconds; null while the later instant is not known. */
export type IncidentMetrics = {
  /** From the start of the outage until it was noticed. */
  readonly timeToDetectMs: number;
  /** From noticed until somebody took it up. */
  readonly timeToAcknowledgeMs: number | null;
  /** From the start of the outage until its users were no longer affected. */
  readonly timeToMitigateMs: number | null;
  /** From the start of the outage until it was resolved. */
  readonly timeToResolveMs: number | null;
};

/** The usual figures, from the timestamps as corrected; never negative. */
export function incidentMetrics({ timestamps }: Pick<Incident, 'timestamps'>): IncidentMetrics {
  const { startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt } = timestamps;
  return {
    timeToDetectMs: Math.max(0, detectedAt - startedAt),
    timeToAcknowledgeMs: between(detectedAt, acknowledgedAt),
    timeToMitigateMs: between(startedAt, mitigatedAt),
    timeToResolveMs: between(startedAt, resolvedAt),
  };
}

function between(from: number, to: number | null): number | null {
  return to === null ? null : Math.max(0, to - from);
}
