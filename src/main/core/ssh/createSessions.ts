import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { Host } from '#shared/lab/labFile.ts';
import type { Clock, Logger, Vault } from '../ports/ports.ts';
import type { Prompts } from '../ports/prompts.ts';
import { createKeyring } from './authentication/keyring.ts';
import { createOpenQuestions } from './authentication/openQuestions.ts';
import { createPerson } from './authentication/person.ts';
import { createSecrets } from './authentication/secrets.ts';
import type { SshTarget } from './config/readOptions.ts';
import { systemSshFile } from './config/systemSshFile.ts';
import { watchConfig } from './config/watchConfig.ts';
import { createGate, createGates } from './connection/gate.ts';
import type { ConnectionDeps } from './connection/openConnection.ts';
import { walkDoctor } from './doctor/walkDoctor.ts';
import { createAcceptedKeys } from './hostKeys/acceptedKeys.ts';
import type { HostSession, Sessions } from './hostSession.ts';
import { readBasis } from './session/connectionBasis.ts';
import { createConnection } from './session/createConnection.ts';
import { createConnector } from './session/createConnector.ts';
import { createSession } from './session/createSession.ts';
import { type BasisFollower, followBasis } from './session/followBasis.ts';
import { listSshNames } from './session/listSshNames.ts';

/** Handshakes at the same time, over all hosts and with one server. */
const mostHandshakes = 8;

export type SessionsDeps = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly prompts: Prompts;
  readonly vault: Vault;
  /** Told of each secret that a person gave, wherever it is kept. */
  readonly remember?: (secret: string) => void;
  /** `~/.ssh`, or the folder whose `config` is used instead. */
  readonly sshFolder: () => string;
  readonly environment: NodeJS.ProcessEnv;
  /** Chooses the configuration file of a host where not all share one; null means the person's own. */
  readonly configFileFor?: (host: Host) => string | null;
};

/** The sessions of all hosts. Nothing connects before it is asked to. */
export function createSessions(deps: SessionsDeps): Sessions {
  const { clock, logger, prompts, vault, environment } = deps;
  const secrets = createSecrets(vault, deps.remember);
  const questions = createOpenQuestions();
  const shared: ConnectionDeps = {
    clock,
    logger,
    environment,
    secrets,
    keyring: createKeyring(secrets),
    accepted: createAcceptedKeys(),
    handshakes: createGate(mostHandshakes),
    startupsOf: createGates(mostHandshakes),
  };
  const sessions = new Map<
    string,
    {
      readonly session: HostSession;
      readonly access: string;
      readonly refresh: () => void;
      readonly follower: BasisFollower;
    }
  >();
  const closing = new Set<Promise<void>>();

  const closeSession = (hostId: string): void => {
    const entry = sessions.get(hostId);
    if (entry === undefined) return;
    sessions.delete(hostId);
    entry.follower.stop();
    const closed = entry.session.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  const openSession = (host: Host): HostSession => {
    const connection = createConnection({
      hostId: host.id,
      name: host.name ?? host.id,
      clock,
      logger,
      connector: createConnector(host, () => sshTargetOf(host, deps), shared),
      personFor: (signal, waiting) => createPerson({ prompts, vault, secrets, questions, signal, waiting }),
    });
    const session = createSession({ hostId: host.id, connection, clock, logger });
    const follower = isLocal(host)
      ? { reconsider: () => undefined, stop: () => undefined }
      : followBasis(connection, {
          hostId: host.id,
          clock,
          logger,
          read: async (signal) => await readBasis(await sshTargetOf(host, deps), environment, signal),
        });
    const { refresh } = connection;
    sessions.set(host.id, { session, access: JSON.stringify(host.access), refresh, follower });
    return session;
  };

  const stopWatching = watchConfig(
    () => configFilesOf(deps.sshFolder()),
    { clock, logger },
    () => {
      for (const { follower } of sessions.values()) follower.reconsider();
    },
  );

  return {
    of: (host) => {
      const kept = sessions.get(host.id);
      if (kept?.access === JSON.stringify(host.access)) return kept.session;
      closeSession(host.id);
      return openSession(host);
    },
    keepOnly: (hostIds) => {
      for (const hostId of sessions.keys()) if (!hostIds.has(hostId)) closeSession(hostId);
    },
    reconnectAll: () => {
      for (const { refresh } of sessions.values()) refresh();
    },
    sshNames: () => listSshNames(deps),
    doctor: (host, signal) =>
      walkDoctor(host, {
        ...shared,
        target: () => sshTargetOf(host, deps),
        person: createPerson({ prompts, vault, secrets, questions, signal, waiting: () => undefined }),
        signal,
      }),
    close: async () => {
      stopWatching();
      for (const hostId of sessions.keys()) closeSession(hostId);
      await Promise.all(closing);
    },
  };
}

/** What to look up for a host, its configuration file included. */
async function sshTargetOf(host: Host, deps: SessionsDeps): Promise<SshTarget> {
  const { access: way } = host;
  if (way.transport === 'local') throw new TypeError(`${host.id} is this computer and has no SSH options.`);
  const chosen = deps.configFileFor === undefined ? ownConfigFile(deps.sshFolder()) : deps.configFileFor(host);
  const configFile = chosen === null || (await exists(chosen)) ? chosen : 'none';
  return {
    name: way.alias ?? way.address ?? host.id,
    configFile,
    port: way.port,
    user: way.user,
    identityFile: way.identityFile,
    address: way.alias === undefined ? undefined : way.address,
  };
}

/** Null for `~/.ssh`, whose file ssh finds itself, together with the system's. */
function ownConfigFile(folder: string): string | null {
  return path.resolve(folder) === path.join(userInfo().homedir, '.ssh') ? null : path.join(folder, 'config');
}

/** Whose edits are noticed. A file of its own that a host was given (`configFileFor`) is written by Sitrep itself. */
function configFilesOf(folder: string): readonly string[] {
  const file = ownConfigFile(folder);
  return file === null ? [path.join(userInfo().homedir, '.ssh', 'config'), systemSshFile('ssh_config')] : [file];
}

const isLocal = (host: Host): boolean => host.access.transport === 'local';

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
