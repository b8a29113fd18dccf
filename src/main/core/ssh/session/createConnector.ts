import type { Host } from '#shared/lab/labFile.ts';
import { readOptions, type SshTarget } from '../config/readOptions.ts';
import { runProgram } from '../config/runProgram.ts';
import { connectSsh2 } from '../connection/connectSsh2.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import type { ConnectionDeps } from '../connection/openConnection.ts';
import { connectSystemSsh } from '../systemSsh/connectSystemSsh.ts';
import type { Connector } from './connector.ts';
import { localConnection } from './localConnection.ts';

/**
 * The way to a host: this computer, ssh2, or the system's ssh; the last also where ssh2 lacks something and the person
 * agreed to the switch, which then holds for the life of the session. Options are read anew for each attempt.
 */
export function createConnector(host: Host, target: () => Promise<SshTarget>, deps: ConnectionDeps): Connector {
  const { access, id: hostId } = host;
  if (access.transport === 'local') return () => Promise.resolve(localConnection(deps.environment));
  let isSystemSsh = access.transport === 'ssh';
  return async (context) => {
    const attempt = { ...context, hostId, name: host.name ?? hostId };
    const looked = await target();
    const options = await readOptions(looked, deps.environment, attempt.signal);
    if (isSystemSsh) return await connectSystemSsh(looked, options, attempt, deps);
    try {
      return await connectSsh2(looked, options, attempt, deps);
    } catch (error) {
      if (!(error instanceof ConnectionError) || !isSystemSshsJob(error)) throw error;
      if (!(await hasSystemSsh(deps, attempt.signal))) throw withoutSystemSsh(error);
      const question = { kind: 'switchTransport' as const, hostId, reason: error.failure.text };
      if (!(await attempt.person.confirm(`switchTransport:${hostId}`, question))) throw error;
      isSystemSsh = true;
      return await connectSystemSsh(looked, options, attempt, deps);
    }
  };
}

async function hasSystemSsh({ environment }: ConnectionDeps, signal: AbortSignal): Promise<boolean> {
  return (await runProgram('ssh', ['-V'], { environment, signal, timeoutMs: 5_000 })).kind === 'ended';
}

function withoutSystemSsh(error: ConnectionError): ConnectionError {
  const mend = 'Install the OpenSSH client on this computer: it can do what ssh2 lacks. Then press retry.';
  return new ConnectionError({ ...error.failure, mend }, { isPassing: false, cause: error });
}

function isSystemSshsJob(error: ConnectionError): boolean {
  return error.failure.kind === 'needsSystemSsh' || error.failure.kind === 'noCommonAlgorithm';
}
