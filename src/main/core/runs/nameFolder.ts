import { folderProblem } from '#shared/run/folderProblem.ts';
import type { Run, RunPlan } from '#shared/run/run.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { planInFolder } from './planStart.ts';
import { isDangerousRoot } from './removalItems.ts';
import { remoteOf, RemoteTrouble } from './remote.ts';
import type { RunTools } from './runTools.ts';

const invalid = (message: string, mend: string) => new RequestError('INVALID', message, mend);

/**
 * The plan of a run that waits, in the folder that a person named for it, once the host said that it is there. Throws
 * `RequestError` INVALID where it cannot be entered, or must not be changed as a whole.
 */
export async function planInNamedFolder(tools: RunTools, runId: string, text: string): Promise<RunPlan> {
  const run = waitingRun(tools, runId);
  const problem = folderProblem(text);
  if (problem !== null) throw invalid(`"${text.trim()}" is no folder that can be used`, problem);
  const named = text
    .trim()
    .replaceAll(/\/{2,}/g, '/')
    .replace(/(?<=[^/])\/$/, '');
  const { logical, physical } = await seenOnHost(tools, run, named);
  const folder = named.startsWith('~') ? logical : named;
  const plan = planInFolder(tools.parts, tools.desk, waitingRun(tools, runId), folder);
  if ([folder, physical].some((one) => isTooMuch(one, plan)))
    throw invalid(
      `"${plan.title}" ${plan.effect} what is in its folder, and ${folder} is a whole system or a home`,
      'Name the folder that it is about.',
    );
  return plan;
}

/** Where commands delete, their folder must be one that could be lost; where they change, not the whole host. */
function isTooMuch(folder: string, { effect }: RunPlan): boolean {
  if (effect === 'reads') return false;
  return effect === 'destroys' ? isDangerousRoot(folder) : folder === '/';
}

/** The run, while it waits for its folder or for consent. */
function waitingRun({ desk, actives }: RunTools, runId: string): Run {
  const run = desk.runOf(runId);
  if (run.plan.folder !== undefined && actives.get(runId)?.phase === 'waiting') return run;
  throw new RequestError('CONFLICT', 'The run waits for no folder', 'Look at it again.');
}

async function seenOnHost({ parts, desk, actives }: RunTools, run: Run, folder: string) {
  const name = desk.hostName(run.hostId);
  const session = parts.sessionOf(run.hostId);
  const signal = actives.get(run.id)?.controller.signal ?? AbortSignal.abort();
  if (session === null) throw new RequestError('NOT_FOUND', `${name} is not in the lab any more`, 'Add it again.');
  try {
    const { stdout } = await remoteOf(session, name, signal).ask('pwd; pwd -P', { cwd: folder });
    const [logical = folder, physical = logical] = stdout.split('\n');
    return { logical, physical };
  } catch (error) {
    if (!(error instanceof RemoteTrouble)) throw error;
    if (error.end.kind === 'notStarted' && session.state().kind === 'connected')
      throw invalid(
        `${folder} is no folder on ${name} that can be entered`,
        'Look how it is written, and whose it is.',
      );
    throw new RequestError('UNAVAILABLE', `${name} could not be asked: ${error.message}`, 'Try again once it answers.');
  }
}
