import { done, type ProcedureTools } from './procedureTools.ts';

/** The lab folder, as the window reads and edits it. */
export function labProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  const { labEdits } = services;
  return {
    sshNames: api.lab.sshNames.handler(() => services.sessions.sshNames()),
    readText: api.lab.readText.handler(() => services.labFolder.readText()),
    addHost: api.lab.addHost.handler(({ input }) =>
      done(tools, 'lab.addHost', input.requestId, () => labEdits.addHost(input)),
    ),
    removeHost: api.lab.removeHost.handler(({ input }) =>
      done(tools, 'lab.removeHost', input.requestId, () => labEdits.removeHost(input)),
    ),
    addService: api.lab.addService.handler(({ input }) =>
      done(tools, 'lab.addService', input.requestId, () => labEdits.addService(input)),
    ),
    removeService: api.lab.removeService.handler(({ input }) =>
      done(tools, 'lab.removeService', input.requestId, () => labEdits.removeService(input)),
    ),
    addChecks: api.lab.addChecks.handler(({ input }) =>
      done(tools, 'lab.addChecks', input.requestId, () => labEdits.addChecks(input)),
    ),
    writeText: api.lab.writeText.handler(({ input }) =>
      done(tools, 'lab.writeText', input.requestId, () => labEdits.writeText(input)),
    ),
  };
}
