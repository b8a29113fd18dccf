import { assertNever } from '#shared/assertNever.ts';

/** How a process ended, as systemd tells it. */
export type ProcessEnd = { readonly code: number } | { readonly signal: string };

export type UnitResult = 'success' | 'exit-code' | 'signal' | 'start-limit-hit';

/**
 *   inactive --start--> starting --ready--> running --exit 0--> inactive
 *      ^                   |exit               |exit != 0, signal
 *      |                   v                   v
 *      '--stopped-- stopping        restarting (after 100 ms) --> starting, or failed after too many starts
 */
export type UnitState =
  | { readonly kind: 'inactive'; readonly result: UnitResult }
  | { readonly kind: 'starting'; readonly pid: number }
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'stopping'; readonly pid: number }
  | { readonly kind: 'restarting'; readonly result: UnitResult }
  | { readonly kind: 'failed'; readonly result: UnitResult };

export type StateWords = {
  readonly active: string;
  readonly sub: string;
  readonly result: UnitResult;
  readonly pid: number;
};

/** The words of `systemctl show` for a state. */
export function stateWords(state: UnitState): StateWords {
  switch (state.kind) {
    case 'inactive':
      return { active: 'inactive', sub: 'dead', result: state.result, pid: 0 };
    case 'starting':
      return { active: 'activating', sub: 'start', result: 'success', pid: state.pid };
    case 'running':
      return { active: 'active', sub: 'running', result: 'success', pid: state.pid };
    case 'stopping':
      return { active: 'deactivating', sub: 'stop-sigterm', result: 'success', pid: state.pid };
    case 'restarting':
      return { active: 'activating', sub: 'auto-restart', result: state.result, pid: 0 };
    case 'failed':
      return { active: 'failed', sub: 'failed', result: state.result, pid: 0 };
    default:
      return assertNever(state);
  }
}

export const resultOf = (end: ProcessEnd): UnitResult => {
  if ('signal' in end) return end.signal === 'SIGTERM' ? 'success' : 'signal';
  return end.code === 0 ? 'success' : 'exit-code';
};

/** Restart=on-failure: what a unit becomes when its process ended without having been told to. */
export function afterExit(end: ProcessEnd): UnitState {
  const result = resultOf(end);
  return result === 'success' ? { kind: 'inactive', result } : { kind: 'restarting', result };
}

const startLimitBurst = 3;
const startLimitMs = 10_000;

/** Whether another start is one too many for StartLimitBurst and StartLimitIntervalSec. */
export function isStartLimitHit(startsMs: readonly number[], nowMs: number): boolean {
  return startsMs.filter((at) => nowMs - at < startLimitMs).length >= startLimitBurst;
}
