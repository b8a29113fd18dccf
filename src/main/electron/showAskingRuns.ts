import type { Stop } from '#core/ports/ports.ts';
import type { CoreServices } from '#core/rpc/coreServices.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
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
