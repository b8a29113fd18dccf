import type { DeskState } from '#shared/desk/deskState.ts';
import type { Run } from '#shared/run/run.ts';

/** The run of this action of an incident that already waits for somebody to say yes; null where none does. */
export function askingRun({ runs }: DeskState, incidentId: string, actionId: string): Run | null {
  const isAsking = (run: Run): boolean =>
    run.incidentId === incidentId &&
    run.subject.kind === 'action' &&
    run.subject.actionId === actionId &&
    /^awaiting(?:Folder|Consent)$/.test(run.stage);
  return Object.values(runs).find(isAsking) ?? null;
}
