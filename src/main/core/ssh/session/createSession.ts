import type { Clock, Logger } from '../../ports/ports.ts';
import { collectOutput } from '../channel/collectOutput.ts';
import { createProbeChannel } from '../channel/probeChannel.ts';
import { startCommand } from '../channel/startCommand.ts';
import type { HostSession } from '../hostSession.ts';
import type { ShellTransport } from '../shellTransport.ts';
import type { HostConnection } from './createConnection.ts';

/** A host's session over its connection: probes wait out a backoff, commands cut it short. */
export function createSession(deps: {
  readonly hostId: string;
  readonly connection: HostConnection;
  readonly clock: Clock;
  readonly logger: Logger;
}): HostSession {
  const { hostId, connection, clock, logger } = deps;
  const probeTransport: ShellTransport = {
    openCommand: async (command, signal) => (await connection.use(false, signal)).openCommand(command, signal),
  };
  const probes = createProbeChannel({ transport: probeTransport, clock, logger });
  connection.onCrowded(probes.yieldPlace);
  const start: HostSession['start'] = (command, options) =>
    startCommand(() => connection.use(true, options.signal), command, options, { clock });
  return {
    hostId,
    state: connection.state,
    onState: connection.onState,
    connect: connection.connect,
    retry: connection.retry,
    probe: probes.probe,
    start,
    output: (command, options) => collectOutput(start(command, options)),
    close: async () => {
      probes.close();
      await connection.close();
    },
  };
}
