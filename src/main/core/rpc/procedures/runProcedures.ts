import { RequestError } from '#shared/rpc/errors.ts';
import { followRun } from '../followRun.ts';
import { dataOf, done, type ProcedureTools, revisionOf, stream } from './procedureTools.ts';

/** Runs of actions. They belong to the core: no signal of a client reaches them. */
export function runProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { runs } = services;
  const started = (procedure: string, requestId: string, start: () => string) =>
    tools.once({
      procedure,
      requestId,
      work: () => {
        const runId = start();
        return { revision: services.journal.state().revision, runId };
      },
      replay: (events) => {
        const planned = dataOf(events, 'run.planned');
        return planned && { ...revisionOf(events), runId: planned.runId };
      },
    });
  return {
    start: api.run.start.handler(({ input }) => started('run.start', input.requestId, () => runs.start(input))),
    collectEvidence: api.run.collectEvidence.handler(({ input }) =>
      started('run.collectEvidence', input.requestId, () => runs.collectEvidence(input)),
    ),
    diagnose: api.run.diagnose.handler(({ input }) =>
      started('run.diagnose', input.requestId, () => runs.diagnose(input)),
    ),
    changeDifference: api.run.changeDifference.handler(({ input, signal }) =>
      services.diagnosis.changeDifference(input, signal),
    ),
    nameFolder: api.run.nameFolder.handler(({ input }) =>
      done(tools, 'run.nameFolder', input.requestId, () => runs.nameFolder(input)),
    ),
    consent: api.run.consent.handler(({ input }) =>
      done(tools, 'run.consent', input.requestId, () => runs.consent(input)),
    ),
    cancel: api.run.cancel.handler(({ input }) => done(tools, 'run.cancel', input.requestId, () => runs.cancel(input))),
    cancelAll: api.run.cancelAll.handler(({ input }) =>
      done(tools, 'run.cancelAll', input.requestId, () => runs.cancelAll(input)),
    ),
    undo: api.run.undo.handler(({ input }) => done(tools, 'run.undo', input.requestId, () => runs.undo(input))),
    transcript: api.run.transcript.handler(({ input }) => {
      if (services.journal.state().runs[input.runId] !== undefined) return services.transcripts.read(input.runId);
      throw new RequestError('NOT_FOUND', `There is no run ${input.runId}.`, 'Go back to the incident.');
    }),
    follow: api.run.follow.handler(({ input, signal, path }) =>
      stream(tools, path, signal, (ends) => followRun(services, input.runId, input.fromIndex, ends)),
    ),
  };
}
