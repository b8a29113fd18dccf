import { dataOf, done, type ProcedureTools, revisionOf } from './procedureTools.ts';

/** What people do with incidents. */
export function incidentProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { incidents } = services;
  return {
    open: api.incident.open.handler(({ input }) =>
      tools.once({
        procedure: 'incident.open',
        requestId: input.requestId,
        work: () => {
          const incidentId = incidents.open(input);
          return { revision: services.journal.state().revision, incidentId };
        },
        replay: (events) => {
          const opened = dataOf(events, 'incident.opened');
          return opened && { ...revisionOf(events), incidentId: opened.incidentId };
        },
      }),
    ),
    acknowledge: api.incident.acknowledge.handler(({ input }) =>
      done(tools, 'incident.acknowledge', input.requestId, () => incidents.acknowledge(input)),
    ),
    setSeverity: api.incident.setSeverity.handler(({ input }) =>
      done(tools, 'incident.setSeverity', input.requestId, () => incidents.setSeverity(input)),
    ),
    setStatus: api.incident.setStatus.handler(({ input }) =>
      done(tools, 'incident.setStatus', input.requestId, () => incidents.setStatus(input)),
    ),
    addNote: api.incident.addNote.handler(({ input }) =>
      done(tools, 'incident.addNote', input.requestId, () => incidents.addNote(input)),
    ),
    setCause: api.incident.setCause.handler(({ input }) =>
      done(tools, 'incident.setCause', input.requestId, () => incidents.setCause(input)),
    ),
    markStep: api.incident.markStep.handler(({ input }) =>
      done(tools, 'incident.markStep', input.requestId, () => incidents.markStep(input)),
    ),
    correctTimestamp: api.incident.correctTimestamp.handler(({ input }) =>
      done(tools, 'incident.correctTimestamp', input.requestId, () => incidents.correctTimestamp(input)),
    ),
    escalate: api.incident.escalate.handler(({ input }) =>
      done(tools, 'incident.escalate', input.requestId, () => incidents.escalate(input)),
    ),
  };
}
