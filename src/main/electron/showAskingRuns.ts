import type { Stop } from '#core/ports/ports.ts';
import type { CoreServices } from '#core/rpc/coreServices.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { askingRun } from './askingRun.ts';
import type { MainWindow } from './window/mainWindow.ts';
import { runPath } from './window/runPath.ts';

type Parts = {
  readonly journal: Pick<CoreServices['journal'], 'onAppended' | 'state'>;
  readonly window: Pick<MainWindow, 'show'>;
};

/** Brings up the window at the preflight of a run that the tray or a notification began and that asks for more. */
export function showAskingRuns({ journal, window }: Parts): Stop {
  const isAsking = (event: JournalEvent) =>
    event.type === 'run.stageEntered' && /^awaiting(?:Folder|Consent)$/.test(event.data.stage);
  return journal.onAppended((events) => {
    for (const event of events) {
      const run = isAsking(event) && 'runId' in event.data ? journal.state().runs[event.data.runId] : undefined;
      if (run?.clicked === true && run.incidentId !== null) window.show(runPath(run.incidentId, run.id));
    }
  });
}

/** The same for a remedy that was chosen again while it waits: nothing new happens then that would bring up the window. */
export function showAskingRun(
  { journal, window }: Parts,
  incidentId: string | null,
  actionId: string | undefined,
): void {
  const run = incidentId === null || actionId === undefined ? null : askingRun(journal.state(), incidentId, actionId);
  if (run !== null && incidentId !== null) window.show(runPath(incidentId, run.id));
}
