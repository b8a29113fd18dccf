import { isOpenStatus } from '#shared/incident/nextStatus.ts';
import { alertDesk } from './alertDesk.ts';
import { clockWatch } from './clockWatch.ts';
import { incidentContext } from './incidentContext.ts';
import { incidentProgress } from './incidentProgress.ts';
import type { Incidents } from './incidents.ts';
import type { IncidentsDeps } from './incidentsDeps.ts';
import { persistently } from './persistently.ts';
import { personCommands } from './personCommands.ts';

export type StartableIncidents = Incidents & {
  /** Draws what an earlier process left undone and reports once what became overdue since. Call it when all is wired. */
  readonly start: () => void;
};

/**
 * The incident desk over the journal. What an incident says is said by journalling `notification.raised` together
 * with its reason, so that a crash in between loses neither.
 */
export function createIncidents(given: IncidentsDeps): StartableIncidents {
  const deps: IncidentsDeps = { ...given, collectEvidence: guarded(given) };
  const { journal } = deps;
  const context = incidentContext(deps);
  const progress = incidentProgress(deps, context);
  const watch = clockWatch(deps, context, progress.review);
  const stop = journal.onAppended((events) => {
    progress.follow(events);
    watch.look();
  });

  return {
    ...personCommands(deps, context),
    alertChanged: persistently(deps, alertDesk(deps, context)),
    start: () => {
      for (const incident of context.incidents()) {
        progress.review(incident.id);
        const hasEvidence = context.runsOf(incident).some(({ subject }) => subject.kind === 'evidence');
        if (isOpenStatus(incident.status) && !hasEvidence) deps.collectEvidence(incident.id);
      }
      watch.look();
    },
    close: () => {
      stop();
      watch.close();
    },
  };
}

/** An incident stands even when nothing could be gathered for it, or when there is no place to look at. */
function guarded({ collectEvidence, journal, logger }: IncidentsDeps): IncidentsDeps['collectEvidence'] {
  return (incidentId) => {
    const incident = journal.state().incidents[incidentId];
    if (incident === undefined || (incident.hostId === null && incident.serviceId === null)) return;
    try {
      collectEvidence(incidentId);
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause);
      logger.warn('evidence cannot be collected', { incidentId, error });
    }
  };
}
