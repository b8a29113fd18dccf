import { minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { HostSession } from '../../ssh/hostSession.ts';
import { dbusStream } from './dbusStream.ts';
import { followStream } from './followStream.ts';
import { hasRoom } from './hasRoom.ts';
import { journalStream } from './journalStream.ts';
import { followerSeconds, type Follower, type StreamRunner, type UnitStream } from './unitStream.ts';

/** `dbus` falls back to the journal; `off` leaves it to polling. */
export type PushMode = 'dbus' | 'journal' | 'off';

export type UnitPush = {
  /** The units to be told of, by their full names; none ends the stream. */
  readonly follow: (units: readonly string[]) => void;
  /** The stream that is trusted now. */
  readonly via: () => 'dbus' | 'journal' | null;
  readonly close: () => void;
};

/** A follower is replaced this long before it ends by itself, so that nothing is missed in between. */
const overlapMs = 15 * secondMs;
const renewMs = followerSeconds * secondMs - overlapMs;
const restartMs = 2 * secondMs;
/** A host without any trusted stream is asked again this much later: somebody may have logged in. */
const retryMs = 5 * minuteMs;
/** The first attempts come sooner: a host that was silent or busy for a moment may do better. */
const soonMs = 15 * secondMs;
const soonAttempts = 3;
const proofLimitMs = 3 * secondMs;

/**
 *     off --[connected, room beside the probes]--> proving dbus --[proved]--> following --[renewed before its end]--> following
 *                                                      |  not proved              |  ended
 *                                                      v                          v
 *                                                  proving journal ...        off for 2 s (or until the next connection)
 *                                                      |  not proved
 *                                                      v
 *                                                  off for 15 s twice, then for 5 min: polling alone
 */
export function createUnitPush(deps: {
  readonly session: HostSession;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mode: PushMode;
  readonly unitChanged: (unit: string) => void;
}): UnitPush {
  const { session, clock, logger, mode } = deps;
  let units: readonly string[] = [];
  let generation = 0;
  let followers: readonly Follower[] = [];
  let cursor: string | null = null;
  let via: 'dbus' | 'journal' | null = null;
  let stopTimer: Stop = () => undefined;
  let proofs = 0;
  let isRoomy = false;
  let vainAttempts = 0;

  const runner: StreamRunner = {
    start: (command, options) => session.start(command, options),
    prove: async (command) => {
      proofs += 1;
      await session.probe([{ id: `proof ${proofs}`, script: command, deadlineMs: proofLimitMs }]);
    },
  };
  const streams = (): readonly UnitStream[] => {
    const journal = journalStream(cursor, (next) => (cursor = next));
    const nonce = `${generation}-${clock.now().toString(36)}`;
    return mode === 'dbus' ? [dbusStream(units, nonce), journal] : [journal];
  };

  const stop = (): void => {
    generation += 1;
    stopTimer();
    for (const follower of followers) follower.stop();
    followers = [];
    via = null;
  };

  const later = (delayMs: number, mine: number): void => {
    stopTimer();
    stopTimer = clock.after(delayMs, () => {
      if (mine === generation) void begin();
    });
  };

  const begin = async (): Promise<void> => {
    if (mode === 'off' || units.length === 0 || session.state().kind !== 'connected') return;
    const mine = generation;
    if (!isRoomy && !(await hasRoom(session))) {
      logger.debug('no push: the host has no room for a stream beside the checks', { host: session.hostId });
      if (mine === generation) tryAgain(mine);
      return;
    }
    if (mine !== generation) return;
    isRoomy = true;
    for (const stream of streams()) {
      const follower = followStream(stream, runner, clock, deps.unitChanged);
      followers = [...followers, follower];
      void watchEnd(follower, mine);
      const isProved = await follower.proved;
      if (mine !== generation) return;
      if (isProved) return trust(stream.name, mine);
      forget(follower);
    }
    if (via !== null) logger.info('no push any more', { host: session.hostId });
    via = null;
    tryAgain(mine);
  };

  const tryAgain = (mine: number): void => {
    vainAttempts += 1;
    later(vainAttempts < soonAttempts ? soonMs : retryMs, mine);
  };

  const trust = (name: 'dbus' | 'journal', mine: number): void => {
    if (via !== name) logger.info('push', { host: session.hostId, via: name });
    via = name;
    vainAttempts = 0;
    // The journal is resumed by its cursor; D-Bus is heard twice for a moment.
    if (name === 'dbus') later(renewMs, mine);
    else stopTimer();
  };

  const forget = (follower: Follower): void => {
    follower.stop();
    followers = followers.filter((other) => other !== follower);
  };

  const watchEnd = async (follower: Follower, mine: number): Promise<void> => {
    const [isProved, why] = await Promise.all([follower.proved, follower.ended]);
    if (mine !== generation || !followers.includes(follower)) return;
    followers = followers.filter((other) => other !== follower);
    if (!isProved || followers.length > 0) return;
    logger.debug('push stream ended', { host: session.hostId, why });
    later(restartMs, mine);
  };

  const stopState = session.onState((state) => {
    stop();
    isRoomy = false;
    vainAttempts = 0;
    if (state.kind === 'connected') later(0, generation);
  });

  return {
    follow: (next) => {
      if (next.length === units.length && next.every((unit) => units.includes(unit))) return;
      units = next;
      stop();
      later(0, generation);
    },
    via: () => via,
    close: () => {
      stopState();
      stop();
    },
  };
}
