import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { parseJump } from '../config/parseJump.ts';
import { readOptions, type SshTarget } from '../config/readOptions.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import type { Clock } from '../../ports/ports.ts';
import { algorithmsOutOfReach } from './algorithms.ts';
import { ConnectionError } from './connectionError.ts';
import { dial } from './dial.ts';
import type { Attempt, ConnectionDeps, OpenConnection } from './openConnection.ts';
import { type LoggedInClient, openSsh2 } from './openSsh2.ts';
import { ssh2Channels } from './ssh2Channels.ts';

/** A configuration that leads back to itself ends here. */
const mostHops = 8;
/** So often a server may hang up before it says anything until that is its answer; with a growing pause between. */
const mostHangUps = 5;
const hangUpPauseMs = 250;

/**
 * Connects with ssh2, through the jump hosts that the configuration names, each with its own options and its own host
 * key. Rejects with a ConnectionError (kind `needsSystemSsh` where ssh2 cannot do what is configured), an
 * AnsweredLateError, or the signal's reason.
 */
export async function connectSsh2(
  target: SshTarget,
  options: SshOptions,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<OpenConnection> {
  const chain = await openChain(target, options, attempt, deps, 0);
  const { client, gone, software } = chain.last;
  const channels = ssh2Channels(client, { clock: deps.clock, software, gone });
  void gone.then(chain.close);
  return { ...channels, gone, isAlive: (signal) => isAlive(client, gone, signal), close: chain.close };
}

type Chain = { readonly last: LoggedInClient; readonly close: () => void };

async function openChain(
  target: SshTarget,
  options: SshOptions,
  attempt: Attempt,
  deps: ConnectionDeps,
  depth: number,
): Promise<Chain> {
  refuseWhatSsh2Lacks(options, attempt.name);
  const hops = options.proxyJump === null ? [] : parseJump(options.proxyJump, target.configFile);
  const opened: Chain[] = [];
  const close = (): void => {
    for (const chain of opened.toReversed()) chain.close();
  };
  try {
    for (const hop of hops) {
      if (depth + opened.length >= mostHops)
        throw new ConnectionError(endlessJumps(attempt.name), { isPassing: false });
      const hopOptions = await readOptions(hop, deps.environment, attempt.signal);
      const via = opened.at(-1);
      // Only the first hop may have jump hosts of its own; the others are reached through the one before them.
      const own = via === undefined ? hopOptions : { ...hopOptions, proxyJump: null, proxyCommand: null };
      refuseWhatSsh2Lacks(own, attempt.name);
      opened.push(
        via === undefined
          ? await openChain(hop, own, asHop(attempt), deps, depth + 1)
          : await openLink(own, via, asHop(attempt), deps),
      );
    }
    const last = await openLink(options, opened.at(-1), attempt, deps);
    return {
      last: last.last,
      close: () => {
        last.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function openLink(
  options: SshOptions,
  via: Chain | undefined,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<Chain> {
  const openStream =
    via === undefined
      ? (signal: AbortSignal) => dial(options, signal)
      : (signal: AbortSignal) => forward(via.last, options, signal);
  const to = {
    host: attempt.name,
    address: options.hostName,
    port: options.port,
    via: via === undefined ? null : options.proxyJump,
  };
  for (let hangUps = 0; ; hangUps += 1) {
    try {
      const last = await openSsh2(options, openStream, to, attempt, deps);
      return { last, close: last.close };
    } catch (error) {
      if (hangUps >= mostHangUps || !isHangUp(error)) throw error;
      await pause(deps.clock, hangUpPauseMs * (hangUps + 1) * (0.5 + Math.random()), attempt.signal);
    }
  }
}

/** A server that has too many newcomers hangs up before it says anything (MaxStartups). */
function isHangUp(error: unknown): boolean {
  return error instanceof ConnectionError && error.failure.kind === 'noBanner' && error.cause !== undefined;
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      stopTimer();
      signal.removeEventListener('abort', go);
      resolve();
    };
    const stopTimer = clock.after(delayMs, go);
    signal.addEventListener('abort', go, { once: true });
  });
}

/** The steps that the doctor shows are those of the host itself. */
function asHop(attempt: Attempt): Attempt {
  const { passed: _passed, ...rest } = attempt;
  return rest;
}

function refuseWhatSsh2Lacks(options: SshOptions, name: string): void {
  const algorithms = algorithmsOutOfReach(options.algorithms);
  const lacking =
    options.proxyCommand !== null
      ? 'has a ProxyCommand, which ssh2 does not run'
      : options.knownHostsCommand !== null
        ? 'has a KnownHostsCommand, which ssh2 does not run'
        : algorithms !== null
          ? `allows only ${algorithms}, of which ssh2 speaks none`
          : null;
  if (lacking === null) return;
  throw new ConnectionError(
    {
      kind: 'needsSystemSsh',
      text: `The configuration of ${name} ${lacking}.`,
      mend: "Use the system's ssh for this host (transport: ssh).",
    },
    { isPassing: false },
  );
}

function endlessJumps(name: string) {
  return {
    kind: 'configuration' as const,
    text: `The jump hosts of ${name} are more than ${mostHops}, or lead back to themselves.`,
    mend: 'Look at its ProxyJump lines in ~/.ssh/config.',
  };
}

/** A connection from the jump host onwards. */
function forward(via: LoggedInClient, to: SshOptions, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let isSettled = false;
    const settle = (outcome: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      signal.removeEventListener('abort', abort);
      outcome();
    };
    const abort = (): void => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', abort, { once: true });
    void via.gone.then((why) => settle(() => reject(new Error(`the jump host was lost: ${why}`))));
    via.client.forwardOut('127.0.0.1', 0, to.hostName, to.port, (error, channel) => {
      if (error !== undefined && error !== null) return settle(() => reject(error));
      channel.on('error', () => undefined);
      if (isSettled) channel.destroy();
      else settle(() => resolve(channel));
    });
  });
}

/** Asks for something that is refused without any work: each answer proves life. */
function isAlive(client: Client, gone: Promise<string>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
    void gone.then(() => resolve(false));
    try {
      client.unforwardIn('127.0.0.1', 1, () => resolve(true));
    } catch {
      resolve(false);
    }
  });
}
