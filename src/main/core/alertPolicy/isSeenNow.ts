import type { Alert } from '#shared/alert/alert.ts';
import type { CheckState } from '#shared/check/checkState.ts';

/** Whether the check behind an alert is a confirmed problem at this moment; other sources are taken at their last word. */
export function isSeenNow({ source }: Pick<Alert, 'source'>, stateOf: (checkId: string) => CheckState | null): boolean {
  if (source.kind !== 'check') return true;
  const state = stateOf(source.checkId);
  return state?.phase.kind === 'hard' && state.last !== null && state.last.outcome !== 'ok';
}
