import { RequestError } from '#shared/rpc/errors.ts';
import { followDesk } from '../followDesk.ts';
import { liveView } from '../liveView.ts';
import { type ProcedureTools, stream } from './procedureTools.ts';

/** What clients are kept current with. */
export function deskProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  return {
    snapshot: api.desk.snapshot.handler(() => {
      const takenAt = services.clock.now();
      return {
        desk: services.journal.state(),
        lab: services.labFolder.view(),
        live: liveView(services, takenAt),
        preferences: services.preferences.read(),
        shell: services.shellView(),
        takenAt,
      };
    }),
    follow: api.desk.follow.handler(({ input, signal, path }) =>
      stream(tools, path, signal, (ends) => followDesk(services, input.afterRevision, ends)),
    ),
    timeline: api.desk.timeline.handler(({ input }) => {
      const events = services.journal.eventsOfIncident(input.incidentId);
      if (events.length > 0) return events;
      throw new RequestError('NOT_FOUND', `There is no incident ${input.incidentId}.`, 'Go back to the overview.');
    }),
  };
}
