import type { Alert, RaisedAlert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import type { AlertSubject, Muting } from '#shared/silence/mutingOf.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Stop } from '../ports/ports.ts';

/** Wall clocks may jump, so even a far end is looked at again after a minute. */
const longestWaitMs = minuteMs;
const shortestWaitMs = secondMs;
const unseenWaitMs = 5 * secondMs;

export type AlertPolicyDependencies = {
  readonly clock: Clock;
  /** The maintenance or silence that holds for this right now. */
  readonly mutingOf: (subject: AlertSubject) => Muting | null;
  readonly openAlerts: () => readonly Alert[];
  /** Whether the source of an open alert sees the problem right now, not only some time ago. */
  readonly isSeenNow: (alert: Alert) => boolean;
  readonly forward: (change: AlertChange) => void;
};

/**
 * Stands between the sources of alerts and the incidents: what is seen during maintenance or a silence is journalled but
 * not told, and told when that is over and the problem is not. A recovery always passes.
 *
 *     raised, worsened ---[nothing mutes]----------------------> told
 *            \--[muted]--> journalled only --[over, still seen]--> unmuted: told
 *                                 \--[recovered]--> recovered (silently when nobody was told of the problem)
 */
export type AlertPolicy = {
  readonly report: (change: AlertChange) => void;
  /** The lab or the silences changed. */
  readonly review: () => void;
  readonly close: () => void;
};

export function createAlertPolicy(dependencies: AlertPolicyDependencies): AlertPolicy {
  const { clock, mutingOf, openAlerts, forward } = dependencies;
  let stopTimer: Stop = () => undefined;
  let isClosed = false;

  const withMuting = (change: AlertChange): AlertChange => {
    if (change.kind === 'raised') {
      const { alert, opensIncident } = change;
      const muting = mutingOf(subjectOf(alert));
      if (muting === null) return change;
      return { ...change, alert: { ...alert, muted: { by: muting.by, opensIncident, wasSaid: false } } };
    }
    if (change.kind === 'worsened') {
      const alert = openAlerts().find(({ id }) => id === change.alertId);
      const muting = alert === undefined ? null : mutingOf(subjectOf(alert));
      if (alert === undefined || muting === null) return change;
      const wasSaid = alert.muted?.wasSaid ?? true;
      return { ...change, muted: { by: muting.by, opensIncident: change.opensIncident, wasSaid } };
    }
    return change;
  };

  const review = (): void => {
    stopTimer();
    if (isClosed) return;
    const waits = openAlerts().flatMap((alert): number[] => {
      if (alert.muted === undefined) return [];
      const muting = mutingOf(subjectOf(alert));
      if (muting !== null) return [muting.untilAt - clock.now()];
      if (!dependencies.isSeenNow(alert)) return [unseenWaitMs];
      forward({ kind: 'unmuted', alertId: alert.id, why: `${alert.muted.by} is over` });
      return [];
    });
    if (waits.length === 0) return;
    stopTimer = clock.after(Math.min(longestWaitMs, Math.max(shortestWaitMs, Math.min(...waits))), review);
  };

  return {
    report: (change) => {
      forward(withMuting(change));
      review();
    },
    review,
    close: () => {
      isClosed = true;
      stopTimer();
    },
  };
}

function subjectOf({ hostId, serviceId, source }: RaisedAlert): AlertSubject {
  return { hostId, serviceId, checkId: source.kind === 'check' ? source.checkId : null };
}
