import type { Run } from '#shared/run/run.ts';
import type { ActiveRun } from './activeRuns.ts';
import { CaptureRefused } from './remedies/remedy.ts';
import { fullDisk, type Remote, RemoteTrouble } from './remote.ts';
import { finish, type RunTools } from './runTools.ts';

const roomMend = (text: string): string =>
  fullDisk.test(text) ? ' The disk is full there: make room, then run it again.' : '';

/** Keeps the way back and journals it; false where that ended the run, with nothing changed. */
export async function captureWayBack(tools: RunTools, active: ActiveRun, run: Run, remote: Remote): Promise<boolean> {
  const { desk } = tools;
  const remedy = desk.remedyOf(run);
  if (remedy === null || remedy.capture === null) return true;
  desk.enter(run.id, 'capturing', 'Keeping the way back');
  try {
    const wayBack = await remedy.capture(desk.orderOf(run), remote, active.seen);
    desk.record([{ type: 'run.captured', data: { runId: run.id, wayBack } }]);
    return true;
  } catch (error) {
    if (error instanceof CaptureRefused)
      finish(tools, active, {
        kind: 'refused',
        text: `${error.message}. Nothing was changed.${roomMend(error.message)}`,
      });
    else if (!(error instanceof RemoteTrouble)) throw error;
    else if (active.controller.signal.aborted)
      finish(tools, active, { kind: 'cancelled', text: 'Stopped before anything was changed' });
    else {
      const text = `The way back could not be kept: ${error.message}. Nothing was changed.`;
      finish(tools, active, { kind: 'failed', text });
    }
    return false;
  }
}
