import type { OfferedRemedy } from '../notification/notification.ts';
import type { Run } from '../run/run.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { Incident } from './incident.ts';
import { suggestedActions } from './suggestedActions.ts';

/**
 * The remedy that findings of an incident suggest first, for places that have room for one button; null while nothing
 * was found that suggests one. It asks first where its consent is more than a click, where its folder must be
 * named, or where an earlier run of it ended unknown: that is looked at before it is repeated.
 */
export function offeredRemedy(runbook: Runbook, incident: Incident, runs: readonly Run[]): OfferedRemedy | null {
  const first = suggestedActions(runbook, incident, runs).find(
    ({ action, isSuggested }) => isSuggested && action.effect !== 'reads',
  );
  if (first === undefined) return null;
  const { id, title, consent, needsCwd } = first.action;
  const isClick = !needsCwd && (consent === 'click' || consent === 'none');
  return { actionId: id, title, reason: first.reason, asks: !isClick || isUnclear(lastRunOf(incident, runs, id)) };
}

/** The newest run of an action within an incident; null where there was none. */
export function lastRunOf(incident: Incident, runs: readonly Run[], actionId: string): Run | null {
  const ofAction = runs.filter(
    ({ id, subject }) => incident.runIds.includes(id) && subject.kind === 'action' && subject.actionId === actionId,
  );
  return ofAction.toSorted((one, other) => other.startedAt - one.startedAt)[0] ?? null;
}

/** Whether nobody knows how a run ended: it is looked at before it is repeated. */
export const isUnclear = (run: Run | null): boolean => run?.outcome?.kind === 'unknown' && run.undoneAt === null;
