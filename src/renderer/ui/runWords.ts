import { assertNever } from '#shared/assertNever.ts';
import type { CommandEnd, Effect, Run, RunStage } from '#shared/run/run.ts';
import type { MarkState } from './StateMark.tsx';

/** What a run waits for, by its stage. */
const waits: Readonly<Partial<Record<RunStage, string>>> = {
  awaitingFolder: 'waits for its folder',
  awaitingConsent: 'waits for consent',
};

/** A run's state as a mark and a word. */
export function outcomeMark(run: Run): { readonly state: MarkState; readonly word: string } {
  if (run.outcome === null) {
    const waitsFor = waits[run.stage];
    return waitsFor === undefined ? { state: 'running', word: 'running since' } : { state: 'paused', word: waitsFor };
  }
  switch (run.outcome.kind) {
    case 'succeeded':
      return run.undoneAt === null
        ? { state: 'ok', word: 'succeeded' }
        : { state: 'paused', word: 'succeeded, then undone' };
    case 'failed':
      return { state: 'critical', word: 'failed' };
    case 'refused':
      return { state: 'warning', word: 'refused' };
    case 'cancelled':
      return { state: 'paused', word: 'cancelled' };
    case 'unknown':
      return { state: 'unknown', word: 'end unknown' };
    default:
      return assertNever(run.outcome);
  }
}

/** How a command ended, in words. */
export function commandEndText(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? 'ok' : `exit status ${end.code}`;
    case 'signalled':
      return `killed by ${end.signal}`;
    case 'timedOut':
      return end.killed ? 'timed out and killed' : 'timed out; it may still run';
    case 'cancelled':
      return end.killed ? 'stopped' : 'stop asked; it may still run';
    case 'connectionLost':
      return `connection lost: ${end.text}`;
    case 'notStarted':
      return `not started: ${end.text}`;
    default:
      return assertNever(end);
  }
}

/** What a command does, in a word. */
export const effectWords: Readonly<Record<Effect, string>> = {
  reads: 'only reads',
  changes: 'changes the host',
  destroys: 'destroys data',
};
