import type { Incident } from '#shared/incident/incident.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';

/** How many follow-ups are neither done nor skipped. */
export function openFollowUps({ marks }: Pick<Incident, 'marks'>, { followUps }: Pick<Runbook, 'followUps'>): number {
  return followUps.flatMap((list) => list.steps).filter((step) => (marks[step.id]?.state ?? 'open') === 'open').length;
}
