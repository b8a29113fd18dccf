import type { Observer } from '#shared/host/liveView.ts';
import { minuteMs, secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, PowerEvents, Stop } from '../../ports/ports.ts';

/** What our own way out looks like. `noLink` is certain; a silent gateway is evidence only if it used to answer. */
export type GatewayAnswer =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'silent'; readonly text: string }
  | { readonly kind: 'noLink'; readonly text: string }
  | { readonly kind: 'unknown' };

export type GatewayProbe = (signal: AbortSignal) => Promise<GatewayAnswer>;

/** Whose fault it is that a host does not answer. */
export type Judgement = { readonly kind: 'theirs' } | { readonly kind: 'ours'; readonly text: string };

export type ObserverWatch = {
  readonly state: () => Observer;
  /** Asks our own side; several questions at once share one answer. Never rejects. */
  readonly judge: () => Promise<Judgement>;
  /** A host answered: our side can reach at least something. */
  readonly heardFromHost: () => void;
  /** Everything was looked at again after a pause. */
  readonly resumed: () => void;
  readonly close: () => void;
};

export type ObserverDependencies = {
  readonly clock: Clock;
  readonly power: PowerEvents;
  readonly logger: Logger;
  readonly gateway: GatewayProbe;
  /** This computer goes to sleep. */
  readonly suspended: () => void;
  /** This computer was asleep, frozen, its clock jumped, or its network is back: nothing known before holds. */
  readonly returned: (from: 'suspend' | 'offline') => void;
  readonly changed: () => void;
};

const tickMs = 2 * secondMs;
const baselineMs = 30 * secondMs;
/** Two clocks that run apart by more than this within one tick tell of a suspend or of a clock that was set. */
const divergenceMs = 5 * secondMs;
/** A timer later than this tells of a process that was stopped. */
const frozenMs = 15 * secondMs;
const probeLimitMs = 3 * secondMs;
const answerHoldsMs = 500;
/** A computer that has just started often has no network yet: this long a silent gateway counts without a past. */
const startUpMs = 2 * minuteMs;

/**
 *     healthy --[own link or gateway gone, seen while judging]--> offline --[gateway answers]--> resuming
 *        |                                                                                          |
 *        +--[suspend, clocks diverge, process was stopped]--> resuming --[everything looked at]--> healthy
 */
export function createObserverWatch(deps: ObserverDependencies): ObserverWatch {
  const { clock, power, logger, gateway } = deps;
  const startedMs = clock.monotonic();
  let state: Observer = { kind: 'healthy' };
  let gatewayWasHealthy = false;
  let aHostAnswered = false;
  let asked: { readonly atMs: number; readonly answer: Promise<Judgement> } | null = null;
  let lastTick = { wall: clock.now(), monotonic: clock.monotonic() };
  let stopTick: Stop = () => undefined;
  let nextBaselineMs = startedMs;
  let isClosed = false;

  const become = (next: Observer): void => {
    if (isClosed || next.kind === state.kind) return;
    logger.info('observer', { state: next.kind });
    state = next;
    deps.changed();
  };

  const returnFrom = (from: 'suspend' | 'offline'): void => {
    become({ kind: 'resuming', sinceAt: clock.now() });
    asked = null;
    deps.returned(from);
  };

  const judgementOf = (answer: GatewayAnswer): Judgement => {
    if (answer.kind === 'healthy') gatewayWasHealthy = true;
    if (answer.kind === 'noLink') return { kind: 'ours', text: answer.text };
    if (answer.kind !== 'silent') return { kind: 'theirs' };
    const isStartUp = !aHostAnswered && clock.monotonic() - startedMs < startUpMs;
    return gatewayWasHealthy || isStartUp ? { kind: 'ours', text: answer.text } : { kind: 'theirs' };
  };

  const ask = async (): Promise<Judgement> => {
    const limit = new AbortController();
    const stopLimit = clock.after(probeLimitMs, () => limit.abort());
    try {
      return judgementOf(await gateway(limit.signal));
    } catch (error) {
      if (!limit.signal.aborted) logger.warn('own link could not be looked at', { error: String(error) });
      return judgementOf(
        limit.signal.aborted ? { kind: 'silent', text: 'the gateway does not answer' } : { kind: 'unknown' },
      );
    } finally {
      stopLimit();
    }
  };

  const judge = async (): Promise<Judgement> => {
    const now = clock.monotonic();
    if (asked === null || now - asked.atMs > answerHoldsMs) asked = { atMs: now, answer: ask() };
    const judgement = await asked.answer;
    if (judgement.kind === 'ours') become({ kind: 'offline', text: judgement.text, sinceAt: clock.now() });
    return judgement;
  };

  const askOwnSide = async (): Promise<void> => {
    const judgement = await ask();
    if (judgement.kind === 'theirs' && state.kind === 'offline') returnFrom('offline');
  };

  const tick = (): void => {
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const passedMs = now.monotonic - lastTick.monotonic;
    const divergedMs = Math.abs(now.wall - lastTick.wall - passedMs);
    lastTick = now;
    if (divergedMs > divergenceMs || passedMs > tickMs + frozenMs) {
      logger.info('clocks diverged', { divergedMs, passedMs });
      returnFrom('suspend');
    } else if (state.kind === 'offline' || now.monotonic >= nextBaselineMs) {
      nextBaselineMs = now.monotonic + baselineMs;
      void askOwnSide();
    }
    stopTick = clock.after(tickMs, tick);
  };
  stopTick = clock.after(tickMs, tick);
  void askOwnSide();

  const stops = [
    power.onSuspend(deps.suspended),
    power.onResume(() => {
      lastTick = { wall: clock.now(), monotonic: clock.monotonic() };
      returnFrom('suspend');
    }),
    power.onNetworkChange(() => void askOwnSide()),
  ];

  return {
    state: () => state,
    judge,
    heardFromHost: () => (aHostAnswered = true),
    resumed: () => {
      if (state.kind === 'resuming') become({ kind: 'healthy' });
    },
    close: () => {
      isClosed = true;
      stopTick();
      for (const stop of stops) stop();
    },
  };
}
