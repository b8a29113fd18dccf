import { secondMs } from '#shared/time/instant.ts';
import type { ConnectionFailure } from '#shared/host/connection.ts';
import { certificateTroubles } from '../authentication/certificate.ts';
import type { SshTarget } from '../config/readOptions.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { type Destination, timeoutFailure } from '../connection/classifyError.ts';
import { ConnectionError } from '../connection/connectionError.ts';
import { createDeadline } from '../connection/deadline.ts';
import type { Attempt, ConnectionDeps, OpenConnection } from '../connection/openConnection.ts';
import { readKnownHosts } from '../hostKeys/knownHostsFiles.ts';
import { verifyHostKey } from '../hostKeys/verifyHostKey.ts';
import type { ShellTransport } from '../shellTransport.ts';
import { captureHostKey } from './captureHostKey.ts';
import { classifySystemSsh, complaintOf } from './classifySystemSsh.ts';
import { type Master, MasterError, startMaster } from './master.ts';
import { masterChannels } from './masterChannels.ts';

/** Beyond ConnectTimeout, which covers the way to the host: key exchange, log-in, touching a hardware key. */
const loginMs = 60 * secondMs;

/**
 * Connects with the system's ssh through a control socket. It may ask nothing (a locked key must be in the agent); an
 * unknown host key is asked about here. Rejects with a ConnectionError or the signal's reason.
 */
export async function connectSystemSsh(
  target: SshTarget,
  options: SshOptions,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<OpenConnection> {
  if (process.platform === 'win32') throw new ConnectionError(noSocketsOnWindows(attempt.name), { isPassing: false });
  const to: Destination = {
    host: attempt.name,
    address: options.hostName,
    port: options.port,
    via: options.proxyJump,
  };
  const master = await startKnownMaster(target, options, to, attempt, deps);
  attempt.passed?.('authentication', `The system's ssh is logged in as ${options.user}.`);
  const channels = masterChannels(master, deps);
  return {
    ...channels,
    gone: master.gone.then((stderr) => complaintOf(stderr).replace(/\.$/, '')),
    isAlive: (signal) => answers(channels, signal),
    close: master.close,
  };
}

/** Where ssh does not know the host's key, the person is asked and it starts again, once. */
async function startKnownMaster(
  target: SshTarget,
  options: SshOptions,
  to: Destination,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<Master> {
  try {
    return await startInTime(target, options, to, attempt, deps);
  } catch (error) {
    if (!(error instanceof ConnectionError) || error.failure.kind !== 'hostKeyUnknown') throw error;
    const key = await captureHostKey(target, options, deps, attempt.signal);
    if (key === null) throw error;
    const files = [...options.userKnownHostsFiles, ...options.globalKnownHostsFiles];
    const entries = await readKnownHosts(files);
    const { hostId, name, person, signal } = attempt;
    const { accepted } = deps;
    await verifyHostKey(key, { hostId, name, options, entries, accepted, person, signal, isUncertified: true });
    return await startInTime(target, options, to, attempt, deps);
  }
}

async function startInTime(
  target: SshTarget,
  options: SshOptions,
  to: Destination,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<Master> {
  const limitMs = options.connectTimeoutMs + loginMs;
  const deadline = createDeadline(deps.clock, attempt.signal);
  const leave = await deps.handshakes.enter(attempt.signal);
  deadline.start(limitMs, () => new ConnectionError(timeoutFailure('authentication', limitMs / secondMs, to)));
  try {
    return await startMaster(target, options, deps, deadline.signal);
  } catch (error) {
    if (!(error instanceof MasterError)) throw error;
    if (/ENOENT/.test(error.stderr)) throw new ConnectionError(noSsh(attempt.name), { isPassing: false });
    const failure = await withCertificates(classifySystemSsh(error.stderr, to, 'keyExchange'), options, deps);
    const isLasting = ['hostKeyUnknown', 'authenticationRefused', 'configuration', 'noCommonAlgorithm'].includes(
      failure.kind,
    );
    throw new ConnectionError(failure, { isPassing: !isLasting, cause: error });
  } finally {
    deadline.stop();
    leave();
  }
}

/** ssh does not say that the certificate it offered has run out. */
async function withCertificates(
  failure: ConnectionFailure,
  options: SshOptions,
  { clock }: ConnectionDeps,
): Promise<ConnectionFailure> {
  if (failure.kind !== 'authenticationRefused') return failure;
  const troubles = await certificateTroubles(options, clock.now());
  if (troubles.length === 0) return failure;
  return {
    ...failure,
    text: [failure.text, ...troubles].join(' '),
    mend: 'Have the certificate signed anew; Sitrep tries again by itself when the file has changed.',
  };
}

/** The master answers for itself even when the host does not, so a command must. */
async function answers(transport: ShellTransport, signal: AbortSignal): Promise<boolean> {
  try {
    const channel = await transport.openCommand('exit 0', signal);
    channel.stdout.resume();
    channel.stderr.resume();
    const aborted = new Promise<false>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    const isAlive = await Promise.race([channel.exit.then((exit) => exit.kind === 'exited'), aborted]);
    channel.close();
    return isAlive;
  } catch {
    return false;
  }
}

function noSsh(name: string) {
  return {
    kind: 'configuration' as const,
    text: `${name} is to be reached with the system's ssh, but there is none on this computer.`,
    mend: 'Install the OpenSSH client, or set transport: ssh2 for this host.',
  };
}

function noSocketsOnWindows(name: string) {
  return {
    kind: 'configuration' as const,
    text: `${name} is to be reached with the system's ssh, whose connections cannot be shared on Windows.`,
    mend: 'Set transport: ssh2 for this host, or run Sitrep under WSL.',
  };
}
