import { defaultHostChecks } from '#shared/lab/defaultHostChecks.ts';
import type { Host, Service } from '#shared/lab/labFile.ts';
import { serviceVariables } from '#shared/lab/serviceVariables.ts';
import { serviceChecksFrom } from '#shared/lab/serviceChecksFrom.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { LabFolder } from '../labFolder/labFolder.ts';
import type { Stop } from '../ports/ports.ts';
import type { Runbooks } from '../runbooks/runbooks.ts';
import type { Journal } from '../storage/journal.ts';
import type { LabEdits } from './coreServices.ts';

type Edit = { readonly requestId: string; readonly summary: string };
type Parts = {
  readonly labFolder: LabFolder;
  readonly journal: Journal;
  readonly runbooks: Pick<Runbooks, 'get'>;
};

/**
 * Journals each lab that comes into force, once: with the request's id where a person asked for it here, without one
 * where the file was edited elsewhere. What is in force when this is called is journalled first.
 */
export function createLabEdits(parts: Parts): LabEdits & { readonly close: Stop } {
  let current: Edit | null = null;
  const journalChange = () => {
    const { hash } = parts.labFolder.view();
    if (parts.journal.state().labHash === hash) return;
    const summary = current?.summary ?? 'lab.yaml was read from the disk';
    parts.journal.append([{ type: 'lab.changed', data: { hash, summary } }], {
      actor: current === null ? 'sitrep' : 'person',
      requestId: current?.requestId ?? null,
    });
  };
  const edit = (by: Edit, change: () => void) => {
    current = by;
    try {
      change();
      journalChange();
    } finally {
      current = null;
    }
  };
  journalChange();
  return { ...editsThrough(parts, edit), close: parts.labFolder.onChanged(journalChange) };
}

function editsThrough(parts: Parts, edit: (by: Edit, change: () => void) => void): LabEdits {
  const { labFolder, runbooks } = parts;
  return {
    addHost: ({ requestId, host, defaultChecks }) =>
      edit({ requestId, summary: `host ${host.id} added` }, () => labFolder.addHost(newHost(host, defaultChecks))),
    addChecks: ({ requestId, hostId, checks }) =>
      edit({ requestId, summary: `${checks.length} checks of host ${hostId} added` }, () =>
        labFolder.addChecks(hostId, checks),
      ),
    removeHost: ({ requestId, hostId }) =>
      edit({ requestId, summary: `host ${hostId} removed` }, () => labFolder.removeHost(hostId)),
    addService: ({ requestId, service, runbookChecks }) =>
      edit({ requestId, summary: `service ${service.id} added` }, () =>
        labFolder.addService(newService(service, runbookChecks ? runbooks : null)),
      ),
    removeService: ({ requestId, serviceId }) =>
      edit({ requestId, summary: `service ${serviceId} removed` }, () => labFolder.removeService(serviceId)),
    writeText: ({ requestId, text, baseHash }) =>
      edit({ requestId, summary: 'lab.yaml edited in the window' }, () => labFolder.writeText(text, baseHash)),
  };
}

function newHost(host: Parameters<LabEdits['addHost']>[0]['host'], defaultChecks: boolean): Host {
  return { ...host, checks: [...(defaultChecks ? defaultHostChecks(host.id) : []), ...(host.checks ?? [])] };
}

function newService(
  service: Parameters<LabEdits['addService']>[0]['service'],
  runbooks: Pick<Runbooks, 'get'> | null,
): Service {
  return {
    ...service,
    variables: service.variables ?? {},
    checks: [...checksOfRunbook(service, runbooks), ...(service.checks ?? [])],
  };
}

function checksOfRunbook(
  service: Parameters<LabEdits['addService']>[0]['service'],
  runbooks: Pick<Runbooks, 'get'> | null,
) {
  if (runbooks === null || service.runbook === undefined) return [];
  const view = runbooks.get(service.runbook);
  if (view !== null) {
    const variables = serviceVariables(view.runbook.variables, service.variables ?? {});
    return serviceChecksFrom(view.runbook.checks, service.id, variables);
  }
  throw new RequestError(
    'NOT_FOUND',
    `There is no runbook ${service.runbook}.`,
    'Choose one from the list of runbooks.',
  );
}
