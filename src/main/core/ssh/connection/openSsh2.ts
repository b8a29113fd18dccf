import type { Duplex } from 'node:stream';
import ssh2, { type Client, type NegotiatedAlgorithms } from 'ssh2';
import { createAuthentication } from '../authentication/authentication.ts';
import { findIdentities, type Identities } from '../authentication/identities.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import { entriesFor, type KnownHostsEntry, knownHostsName } from '../hostKeys/knownHosts.ts';
import { readKnownHosts } from '../hostKeys/knownHostsFiles.ts';
import { publicKeyFrom } from '../hostKeys/publicKey.ts';
import { verifyHostKey } from '../hostKeys/verifyHostKey.ts';
import { algorithmsFor } from './algorithms.ts';
import type { Destination } from './classifyError.ts';
import { AnsweredLateError, ConnectionError } from './connectionError.ts';
import { createDeadline } from './deadline.ts';
import { firstBytes } from './firstBytes.ts';
import type { Attempt, ConnectionDeps } from './openConnection.ts';
import { pausingPerson } from './pausingPerson.ts';
import { createProgress, type Progress } from './progress.ts';
import { expiredPassword, refusedLogin } from './refusedLogin.ts';

/** A logged-in ssh2 client. It keeps an `error` listener for life, since ssh2 may report errors after its end. */
export type LoggedInClient = {
  readonly client: Client;
  /** How the server calls itself: `OpenSSH_9.2p1 Debian-2`. */
  readonly software: string;
  /** Resolves with the reason once the connection is gone, whoever ended it. */
  readonly gone: Promise<string>;
  readonly close: () => void;
};

/** How to get a stream to the server: TCP, or a channel of a jump host. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

const keyExchangeMs = 30_000;
const loginMs = 30_000;
/** Milliseconds in which an answer that came after the host hung up is put away. */
const answerUseMs = 50;
/** Milliseconds in which a connection that was ended politely may end by itself. */
const farewellMs = 1_000;

/**
 * Logs in over a stream of its own: banner, key exchange, host key, then credentials, each step with its deadline,
 * which stands still while a person is asked. Rejects with a ConnectionError, an AnsweredLateError, or the signal's
 * reason; nothing is left open then.
 */
export async function openSsh2(
  options: SshOptions,
  openStream: OpenStream,
  to: Destination,
  attempt: Attempt,
  deps: ConnectionDeps,
): Promise<LoggedInClient> {
  const entries = await readKnownHosts([...options.userKnownHostsFiles, ...options.globalKnownHostsFiles]);
  const progress = createProgress(createDeadline(deps.clock, attempt.signal), to);
  const startup = await deps.startupsOf(`${to.address}:${to.port}`).enter(attempt.signal);
  let leaveHandshake = (): void => undefined;
  try {
    progress.reach('dialling', options.connectTimeoutMs);
    const stream = await openStream(progress.signal);
    attempt.passed?.('tcp', `${to.address} port ${to.port} accepts connections.`);
    try {
      progress.reach('banner', options.connectTimeoutMs);
      const banner = await firstBytes(stream, progress.signal);
      attempt.passed?.('banner', banner.split(/[\r\n]/)[0] ?? '');
      // Waiting for our own turn is not the host's time.
      progress.deadline.pause();
      leaveHandshake = await deps.handshakes.enter(progress.signal);
      progress.reach('keyExchange', keyExchangeMs);
      const pause = (): void => {
        leaveHandshake();
        startup();
      };
      return await logIn(options, stream, { progress, attempt, deps, entries, pause, to });
    } catch (error) {
      stream.destroy();
      throw error;
    }
  } catch (error) {
    throw progress.explain(error, attempt.signal);
  } finally {
    progress.stop();
    leaveHandshake();
    startup();
  }
}

const closedByHost = 'the host closed the connection';

/** A server may close without a word when it has seen enough; when it has seen nothing, it was not the credentials. */
function hangUp(wasAnythingOffered: boolean): Error {
  const error = new Error(closedByHost);
  return wasAnythingOffered ? error : Object.assign(error, { code: 'ECONNRESET' });
}

type LoginContext = {
  readonly progress: Progress;
  readonly attempt: Attempt;
  readonly deps: ConnectionDeps;
  readonly entries: readonly KnownHostsEntry[];
  /** Called when a person is asked, so that others need not wait for them. */
  readonly pause: () => void;
  readonly to: Destination;
};

/** Long, because it wires one object of ssh2 for its life; each listener is a line or two. */
function logIn(options: SshOptions, stream: Duplex, context: LoginContext): Promise<LoggedInClient> {
  const { progress, attempt, deps, entries, to } = context;
  const client = new ssh2.Client();
  let software = '';
  let keyExchange = '';
  let isSettled = false;
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      isSettled = true;
      progress.signal.removeEventListener('abort', abort);
    };
    const fail = (error: unknown): void => {
      if (isSettled) return;
      stopListening();
      stream.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    /** While a person is asked, a host that hangs up is not the end: their answer is awaited and kept. */
    const failUnlessAsking = (error: unknown): void => {
      const asking = attempt.person.asking();
      if (asking === null) return fail(error);
      const answered = Promise.all([asking, verifying]);
      // Whoever asked makes use of the answer first; a no is their failure, not this one.
      void answered.then(() => deps.clock.after(answerUseMs, () => fail(new AnsweredLateError())));
    };
    const abort = (): void => fail(progress.signal.reason);
    progress.signal.addEventListener('abort', abort, { once: true });
    const person = pausingPerson(attempt.person, progress.deadline, context.pause);

    let identities: Promise<Identities> | null = null;
    const authentication = createAuthentication({
      hostId: attempt.hostId,
      options,
      identities: () => (identities ??= findIdentities(options, deps.logger, progress.signal)),
      keyring: deps.keyring,
      secrets: deps.secrets,
      person,
      signal: attempt.signal,
      exhausted: () => {
        void (identities ?? Promise.resolve(null)).then(
          (found) => fail(refusedLogin(options, authentication, found, to)),
          fail,
        );
      },
      failed: fail,
    });

    let verified: Buffer | null = null;
    let verifying: Promise<void> = Promise.resolve();
    const verify = (blob: Buffer, done: (isGood: boolean) => void): void => {
      // A later key exchange of the same connection must show the same key.
      if (verified !== null) return done(verified.equals(blob));
      const key = publicKeyFrom(blob);
      if (key === null) return fail(new Error('The host key is damaged.'));
      attempt.passed?.('keyExchange', `Agreed on ${keyExchange}; the host shows a key of type ${key.type}.`);
      const checks = {
        hostId: attempt.hostId,
        name: attempt.name,
        options,
        entries,
        accepted: deps.accepted,
        person,
        signal: attempt.signal,
      };
      verifying = verifyHostKey(key, checks).then(() => {
        verified = blob;
        attempt.passed?.('hostKey', 'The key is the one in known_hosts.');
        done(true);
      }, fail);
    };

    const close = (): void => {
      client.end();
      const stopTimer = deps.clock.after(farewellMs, () => stream.destroy());
      client.once('close', stopTimer);
    };
    const gone = new Promise<string>((resolveGone) => {
      let why: Error | null = null;
      client.on('error', (error) => {
        // A key that could not sign is one key less, not the end.
        if (error.level === 'agent') return;
        why ??= error;
        failUnlessAsking(error);
        if (isSettled) close();
      });
      client.on('close', () => {
        failUnlessAsking(why ?? hangUp(authentication.offered().length > 0));
        resolveGone(why?.message ?? closedByHost);
      });
    });
    client.on('change password', () => fail(new ConnectionError(expiredPassword(options, to), { isPassing: false })));
    client.on('handshake', (_negotiated: NegotiatedAlgorithms) => {
      if (!isSettled) progress.reach('authentication', loginMs);
    });
    client.on('ready', () => {
      if (isSettled) return;
      stopListening();
      attempt.passed?.(
        'authentication',
        `Logged in as ${options.user} with ${authentication.offered().at(-1) ?? 'nothing'}.`,
      );
      resolve({ client, software, gone, close });
    });
    const known = entriesFor(entries, knownHostsName(options.hostName, options.port, options.hostKeyAlias));
    client.connect({
      sock: stream,
      username: options.user,
      hostVerifier: verify,
      authHandler: authentication.handler,
      algorithms: algorithmsFor(
        options.algorithms,
        new Set(known.filter((entry) => entry.marker === 'none').map((entry) => entry.key.type)),
      ),
      keepaliveInterval: options.serverAliveIntervalMs,
      keepaliveCountMax: options.serverAliveCountMax,
      readyTimeout: 0,
      debug: (line) => {
        if (isSettled) return;
        keyExchange ||= /^Handshake: KEX algorithm: (.*)$/.exec(line)?.[1] ?? '';
        software ||= /^Remote ident: '(.*)'$/.exec(line)?.[1] ?? '';
        authentication.heard(line);
      },
    });
  });
}
