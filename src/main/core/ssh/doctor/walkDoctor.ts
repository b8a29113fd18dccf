import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DoctorStep } from '#shared/host/doctor.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { Person } from '../authentication/person.ts';
import { localTransport } from '../channel/localTransport.ts';
import { walkDoctorShell } from '../channel/walkDoctorShell.ts';
import { readOptions, type SshTarget } from '../config/readOptions.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import type { ConnectionDeps, OpenConnection } from '../connection/openConnection.ts';
import { allSkipped, connectionSteps, failedStep, skipped } from './doctorSteps.ts';
import { watchConnecting } from './watchConnecting.ts';

export type DoctorDeps = ConnectionDeps & {
  readonly target: () => Promise<SshTarget>;
  readonly person: Person;
  readonly signal: AbortSignal;
};

/**
 * Looks at everything on the way to a working shell, on a connection of its own that is closed at the end. Behind the
 * first failure the rest is skipped; a person may be asked, as always.
 */
export async function* walkDoctor(host: Host, deps: DoctorDeps): AsyncGenerator<DoctorStep> {
  const { clock, signal } = deps;
  if (host.access.transport === 'local') {
    yield {
      name: 'configuration',
      verdict: 'ok',
      text: 'This is the computer that Sitrep runs on.',
      mend: null,
      tookMs: 0,
    };
    yield* skipped(['name', ...connectionSteps], 'Not needed: no connection is made.');
    const transport = localTransport({ env: deps.environment });
    yield* walkDoctorShell({ transport, clock, signal });
    return;
  }
  const startedMs = clock.monotonic();
  const options = await readConfiguration(deps);
  if (options instanceof ConnectionError) {
    yield failedStep('configuration', options.failure, clock.monotonic() - startedMs);
    yield* allSkipped('name');
    return;
  }
  yield {
    name: 'configuration',
    verdict: 'ok',
    text: describe(options),
    mend: null,
    tookMs: clock.monotonic() - startedMs,
  };
  const name = await lookAtName(options, deps);
  yield name;
  if (name.verdict === 'failed') {
    yield* allSkipped('tcp');
    return;
  }
  const connection = yield* watchConnecting(host, options, deps);
  if (connection === null) yield* allSkipped('shell');
  else yield* lookBehind(connection, deps);
}

async function* lookBehind(connection: OpenConnection, { clock, signal }: DoctorDeps): AsyncGenerator<DoctorStep> {
  try {
    yield* walkDoctorShell({ transport: connection, clock, signal });
  } finally {
    connection.close();
  }
}

async function readConfiguration(deps: DoctorDeps): Promise<SshOptions | ConnectionError> {
  try {
    return await readOptions(await deps.target(), deps.environment, deps.signal);
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
}

function describe(options: SshOptions): string {
  const through =
    options.proxyJump !== null
      ? ` through ${options.proxyJump}`
      : options.proxyCommand !== null
        ? ' through a ProxyCommand'
        : '';
  const agent = options.agentSocket === null ? 'no agent' : 'the agent';
  const keys =
    options.identityFiles.length === 0 ? 'no key files' : `${options.identityFiles.length} possible key files`;
  return `${options.user}@${options.hostName} port ${options.port}${through}, with ${agent} and ${keys}.`;
}

async function lookAtName(options: SshOptions, { clock }: DoctorDeps): Promise<DoctorStep> {
  const startedMs = clock.monotonic();
  const step = (verdict: DoctorStep['verdict'], text: string, mend: string | null = null): DoctorStep => ({
    name: 'name',
    verdict,
    text,
    mend,
    tookMs: clock.monotonic() - startedMs,
  });
  if (isIP(options.hostName) !== 0) return step('ok', `${options.hostName} is an address.`);
  if (options.proxyJump !== null || options.proxyCommand !== null) {
    return step('skipped', `${options.hostName} is looked up on the way there, not here.`);
  }
  try {
    const addresses = await lookup(options.hostName, { all: true });
    return step('ok', `${options.hostName} is ${addresses.map(({ address }) => address).join(', ')}.`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return step(
      'failed',
      `The name ${options.hostName} cannot be resolved (${why}).`,
      `Check the name and the name servers of this computer ("getent hosts ${options.hostName}"), or set HostName in ~/.ssh/config.`,
    );
  }
}
