import { randomUUID } from 'node:crypto';
import type { DeskState } from '#shared/desk/deskState.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import { notificationEntry } from '#shared/notification/notificationEntry.ts';
import { consentAsked } from '#shared/run/consentAsked.ts';
import { outcomeWord } from '#shared/run/outcomeWord.ts';

/** Says how a run ended that one click outside the window began, since nobody may be looking at it. */
export function clickedEndNotice(state: DeskState, runId: string): readonly JournalEntry[] {
  const run = state.runs[runId];
  if (run?.clicked !== true || run.outcome === null || run.cancelRequested) return [];
  const { outcome, plan, incidentId, hostId } = run;
  const asked = consentAsked(plan, run.preflight);
  // Who was asked for more than the click is at a window.
  if (outcome.kind !== 'refused' && (asked === 'confirm' || asked === 'type')) return [];
  const level = outcome.kind === 'succeeded' ? 'info' : 'warning';
  const title = `${plan.title}: ${outcomeWord(outcome)}`;
  return [notificationEntry({ level, title, body: outcome.text, incidentId, hostId, actions: ['open'] }, randomUUID())];
}
