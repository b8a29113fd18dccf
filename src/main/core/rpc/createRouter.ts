import type { CoreServices } from './coreServices.ts';
import { createImplementer } from './implementer.ts';
import { createOnce } from './once.ts';
import { deskProcedures } from './procedures/deskProcedures.ts';
import { hostProcedures } from './procedures/hostProcedures.ts';
import { incidentProcedures } from './procedures/incidentProcedures.ts';
import { labProcedures } from './procedures/labProcedures.ts';
import { messageProcedures } from './procedures/messageProcedures.ts';
import { runbookProcedures } from './procedures/runbookProcedures.ts';
import { runProcedures } from './procedures/runProcedures.ts';
import { tellingProcedures } from './procedures/tellingProcedures.ts';
import { windowProcedures } from './procedures/windowProcedures.ts';
import type { ProcedureTools } from './procedures/procedureTools.ts';

export type SitrepRouter = ReturnType<typeof createRouter>;

/** The whole contract, spoken for the services; every transport serves the same one. */
export function createRouter(services: CoreServices) {
  const tools: ProcedureTools = {
    services,
    api: createImplementer(services.logger),
    once: createOnce(services.journal),
  };
  return tools.api.router({
    desk: deskProcedures(tools),
    lab: labProcedures(tools),
    host: hostProcedures(tools),
    incident: incidentProcedures(tools),
    run: runProcedures(tools),
    runbook: runbookProcedures(tools),
    message: messageProcedures(tools),
    ...windowProcedures(tools),
    ...tellingProcedures(tools),
  });
}
