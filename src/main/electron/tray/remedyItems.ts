import type { DeskState } from '#shared/desk/deskState.ts';
import type { Incident } from '#shared/incident/incident.ts';
import type { OfferedRemedy } from '#shared/notification/notification.ts';
import { outcomeWord } from '#shared/run/outcomeWord.ts';
import type { Run, RunStage } from '#shared/run/run.ts';
import type { TrayItem } from './trayMenu.ts';

const stageWords: Readonly<Record<RunStage, string>> = {
  planned: 'looking first',
  awaitingFolder: 'waits for its folder',
  awaitingConsent: 'waits for your consent',
  capturing: 'keeping the way back',
  executing: 'running',
  verifying: 'waiting for the recovery',
  undoing: 'being undone',
  ended: '',
};

/**
 * What the menu says of the remedies of an incident: the one at work with a stop, else how the last one ended, and the
 * one that is suggested. With dots it asks first; without, choosing it is the consent.
 */
export function remedyItems(incident: Incident, desk: DeskState, remedy: OfferedRemedy | null): readonly TrayItem[] {
  const last = lastRemedyOf(incident, desk);
  if (last !== null && last.stage !== 'ended') return atWork(incident, last);
  return [...(last === null ? [] : [endOf(incident, last)]), ...(remedy === null ? [] : [offer(incident, remedy)])];
}

function lastRemedyOf({ runIds }: Incident, { runs }: DeskState): Run | null {
  const remedies = runIds.flatMap((id) => runs[id] ?? []).filter(({ plan }) => plan.effect !== 'reads');
  return remedies.toSorted((one, other) => other.startedAt - one.startedAt)[0] ?? null;
}

function atWork({ id: incidentId }: Incident, { id: runId, plan, stage }: Run): readonly TrayItem[] {
  const isAsking = stage === 'awaitingConsent' || stage === 'awaitingFolder';
  const label = `${plan.title}: ${stageWords[stage]}${isAsking ? '...' : ''}`;
  return [
    { kind: 'command', label, command: { kind: 'openRun', incidentId, runId } },
    { kind: 'command', label: isAsking ? 'Do not run it' : 'Stop it', command: { kind: 'stopRun', runId } },
  ];
}

function endOf({ id: incidentId }: Incident, { id: runId, plan, outcome, undoneAt }: Run): TrayItem {
  const word = undoneAt !== null ? 'undone' : outcome === null ? '' : outcomeWord(outcome);
  return { kind: 'command', label: `${plan.title}: ${word}`, command: { kind: 'openRun', incidentId, runId } };
}

function offer({ id: incidentId }: Incident, { actionId, title, asks }: OfferedRemedy): TrayItem {
  const label = asks ? `${title}...  (asks first)` : title;
  return { kind: 'command', label, command: { kind: 'startRemedy', incidentId, actionId } };
}
