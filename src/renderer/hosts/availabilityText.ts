import type { Availability } from '#shared/history/history.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { formatDuration } from '../ui/formatTime.ts';

/**
 * `Available for 99.2 % of the 23 h that were seen, critical for 11 min.`: never 100 % when anything was critical.
 * Planned maintenance is told in a sentence of its own.
 */
export function availabilityText(availability: Availability): string {
  return `${seenText(availability)}${plannedText(availability)}`;
}

function plannedText({ plannedMs, plannedCriticalMs }: Availability): string {
  if (plannedMs === 0) return '';
  const down = plannedCriticalMs === 0 ? '' : ` (critical for ${formatDuration(plannedCriticalMs)} of it)`;
  return ` Planned maintenance of ${formatDuration(plannedMs)}${down} is not counted.`;
}

function seenText({ share, observedMs, criticalMs }: Availability): string {
  if (share === null) return 'Not seen in this time, so nothing can be said of it.';
  const seen = observedMs < minuteMs ? 'the little that was seen' : `the ${formatDuration(observedMs)} that were seen`;
  if (criticalMs === 0) return `Available for 100 % of ${seen}.`;
  return `Available for ${shareText(share)} of ${seen}, critical for ${formatDuration(criticalMs)}.`;
}

/** Rounded down, since an outage must not disappear by rounding. */
function shareText(share: number): string {
  const percent = share * 100;
  const digits = percent > 99 ? 2 : 1;
  const factor = 10 ** digits;
  return `${(Math.floor(percent * factor) / factor).toFixed(digits).replace(/\.?0+$/u, '')} %`;
}
