import type { Incident } from '#shared/incident/incident.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { RunbookView } from '#shared/rpc/contract.ts';
import type { Run, RunPlan, RunSubject } from '#shared/run/run.ts';
import { planRun } from './planRun.ts';
import { contextOf, type RunContext } from './runContext.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import type { StartRequest } from './runs.ts';

type Planned = {
  readonly runId: string;
  readonly incidentId: string | null;
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly subject: RunSubject;
  readonly plan: RunPlan;
};

const notFound = (what: string) =>
  new RequestError('NOT_FOUND', what, 'Load the window again; it may have been removed.');

function incidentOf(parts: RunParts, incidentId: string | null): Incident | null {
  if (incidentId === null) return null;
  const incident = parts.journal.state().incidents[incidentId];
  if (incident === undefined) throw notFound(`There is no incident ${incidentId}`);
  return incident;
}

/** An incident keeps the runbook that it opened with; elsewhere the newest holds. */
function runbookFor({ runbooks }: RunParts, incident: Incident | null, runbookId: string): RunbookView {
  const kept = incident?.runbookId === runbookId ? runbooks.byHash(incident.runbookHash) : null;
  const view = kept ?? runbooks.get(runbookId);
  if (view === null) throw notFound(`There is no runbook ${runbookId}`);
  return view;
}

/** An incident that names its host. Throws `RequestError` for others. */
export function incidentWithHost(parts: RunParts, incidentId: string): Incident & { readonly hostId: string } {
  const incident = incidentOf(parts, incidentId);
  const service = parts.lab().services.find(({ id }) => id === incident?.serviceId);
  const hostId = incident?.hostId ?? service?.host ?? null;
  if (incident !== null && hostId !== null) return { ...incident, hostId };
  throw new RequestError('CONFLICT', 'This incident names no host', 'Start it on a host instead.');
}

/** The service's variables; an incident keeps those that it opened with. */
function valuesFor(parts: RunParts, incident: Incident | null, serviceId: string | null) {
  if (incident !== null && incident.serviceId === serviceId) return incident.variables;
  return parts.lab().services.find((service) => service.id === serviceId)?.variables ?? {};
}

function checkHost(parts: RunParts, hostId: string): void {
  if (parts.sessionOf(hostId) === null) throw notFound(`There is no host ${hostId}`);
}

/** What a person asked to run, planned. Throws `RequestError` where it names what does not exist, or cannot be run. */
export function planStart(parts: RunParts, desk: RunDesk, runId: string, request: StartRequest): Planned {
  const { incidentId, hostId, serviceId, runbookId, actionId } = request;
  checkHost(parts, hostId);
  const incident = incidentOf(parts, incidentId);
  const { runbook, hash } = runbookFor(parts, incident, runbookId);
  const action = runbook.actions.find((one) => one.id === actionId);
  if (action === undefined) throw notFound(`The runbook ${runbookId} has no action ${actionId}`);
  const plan = planRun({
    ...placeOf(parts, desk, { incident, hostId, serviceId }),
    runId,
    runbook,
    action,
    folder: null,
  });
  return {
    runId,
    incidentId,
    hostId,
    serviceId,
    subject: { kind: 'action', runbookId, runbookHash: hash, actionId },
    plan,
  };
}

/** Where and for what an action runs, and what is known there. */
function placeOf(
  parts: RunParts,
  desk: RunDesk,
  about: { readonly incident: Incident | null; readonly hostId: string; readonly serviceId: string | null },
) {
  return {
    ...about,
    values: valuesFor(parts, about.incident, about.serviceId),
    alerts: parts.journal.state().alerts,
    lab: parts.lab(),
    keepUntilAt: desk.keepUntilAt(),
    nowAt: parts.clock.now(),
  };
}

/** The plan of a run again, with the folder that a person named. Throws `RequestError` where that cannot be. */
export function planInFolder(parts: RunParts, desk: RunDesk, run: Run, folder: string): RunPlan {
  const { id: runId, hostId, serviceId, incidentId } = run;
  const [runbook, action] = [desk.runbookOf(run), desk.actionOf(run)];
  if (runbook === null || action === null) throw notFound('The runbook of this run is not there any more');
  const place = placeOf(parts, desk, { incident: incidentOf(parts, incidentId), hostId, serviceId });
  return planRun({ ...place, runId, runbook, action, folder });
}

/** A run that only looks at an incident, planned. Throws `RequestError` for an incident without a host. */
export function planLook(
  parts: RunParts,
  runId: string,
  incidentId: string,
  look: { readonly subject: RunSubject; readonly planOf: (context: RunContext) => RunPlan },
): Planned {
  const { serviceId, hostId } = incidentWithHost(parts, incidentId);
  checkHost(parts, hostId);
  const plan = look.planOf(contextOf(parts, { incidentId, serviceId }));
  return { runId, incidentId, hostId, serviceId, subject: look.subject, plan };
}
