import type { Host } from '#shared/lab/labFile.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { CoreServices } from '../coreServices.ts';
import { done, type ProcedureTools, stream } from './procedureTools.ts';

/** One host: ask it now, connect to it, look at the way to it. */
export function hostProcedures(tools: ProcedureTools) {
  const { services, api } = tools;
  return {
    checkNow: api.host.checkNow.handler(({ input }) =>
      done(tools, 'host.checkNow', input.requestId, () => services.monitor.checkNow(hostOf(services, input.hostId).id)),
    ),
    connect: api.host.connect.handler(({ input }) =>
      done(tools, 'host.connect', input.requestId, () => connect(services, input.hostId)),
    ),
    discover: api.host.discover.handler(({ input, signal }) =>
      services.discover(hostOf(services, input.hostId), signal ?? new AbortController().signal),
    ),
    doctor: api.host.doctor.handler(({ input, signal, path }) =>
      stream(tools, path, signal, (ends) => services.sessions.doctor(hostOf(services, input.hostId), ends)),
    ),
  };
}

/** Not awaited: the connection may wait for a person, who sees its state in the live view. */
function connect(services: CoreServices, hostId: string): void {
  const session = services.sessions.of(hostOf(services, hostId));
  session.retry();
  session.connect().catch((error: unknown) => {
    services.logger.warn('A connection that was asked for failed', { hostId, error: String(error) });
  });
}

function hostOf(services: CoreServices, hostId: string): Host {
  const host = services.labFolder.view().lab.hosts.find(({ id }) => id === hostId);
  if (host !== undefined) return host;
  throw new RequestError('NOT_FOUND', `There is no host ${hostId} in lab.yaml.`, 'Look at the list of hosts.');
}
