import { randomUUID } from 'node:crypto';
import type { CoreServices } from '#core/rpc/coreServices.ts';
import { assertNever } from '#shared/assertNever.ts';
import { showAskingRun } from './showAskingRuns.ts';
import type { TrayCommand } from './tray/trayMenu.ts';
import { runPath } from './window/runPath.ts';
import type { MainWindow } from './window/mainWindow.ts';

type Parts = {
  readonly services: Pick<CoreServices, 'incidents' | 'journal' | 'notifications' | 'runs' | 'logger'>;
  readonly window: Pick<MainWindow, 'show'>;
  readonly quit: () => void;
};

/** Does what was chosen in the tray menu. What the core refuses is shown in the window, where its reason is seen. */
export function runTrayCommand(command: TrayCommand, parts: Parts): void {
  try {
    run(command, parts);
  } catch (error) {
    parts.services.logger.warn('A command of the tray menu failed', { command: command.kind, error: String(error) });
    parts.window.show();
  }
}

function run(command: TrayCommand, { services, window, quit }: Parts): void {
  const requestId = randomUUID();
  switch (command.kind) {
    case 'openIncident':
      return window.show(`/incidents/${encodeURIComponent(command.incidentId)}`);
    case 'writeUpdate':
      return window.show(`/incidents/${encodeURIComponent(command.incidentId)}/drafts`);
    case 'startRemedy': {
      // Where it asks after all, `showAskingRuns` brings up the window at its preflight.
      const { incidentId, actionId } = command;
      services.notifications.startRemedy({ requestId, incidentId, actionId });
      return showAskingRun({ journal: services.journal, window }, incidentId, actionId);
    }
    case 'openRun':
      return window.show(runPath(command.incidentId, command.runId));
    case 'stopRun':
      return services.runs.cancel({ requestId, runId: command.runId });
    case 'acknowledge':
      return services.incidents.acknowledge({ requestId, incidentId: command.incidentId });
    case 'pause':
      return services.notifications.pause({ requestId, minutes: command.minutes });
    case 'open':
      return window.show();
    case 'quit':
      return quit();
    default:
      return assertNever(command);
  }
}
