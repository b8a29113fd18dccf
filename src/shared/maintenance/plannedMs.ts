import type { LabFile } from '../lab/labFile.ts';
import type { AlertSubject } from '../silence/mutingOf.ts';
import { maintenanceSpans, type Span } from './maintenanceSpans.ts';
import { windowCovers, zoneOf } from './windowCovers.ts';

/** How much of a span lies in maintenance that was planned for this subject; windows that overlap count once. */
export function plannedMs(
  subject: AlertSubject,
  span: Span,
  lab: Pick<LabFile, 'maintenance' | 'settings'>,
  observerZone: string,
): number {
  const spans = (lab.maintenance ?? [])
    .filter((window) => windowCovers(window, subject))
    .flatMap((window) => maintenanceSpans(window, span, zoneOf(window, lab, observerZone)))
    .toSorted((one, other) => one.fromAt - other.fromAt);
  let total = 0;
  let reachedAt = span.fromAt;
  for (const { fromAt, toAt } of spans) {
    const startAt = Math.max(fromAt, reachedAt);
    const endAt = Math.min(toAt, span.toAt);
    total += Math.max(0, endAt - startAt);
    reachedAt = Math.max(reachedAt, endAt);
  }
  return total;
}
