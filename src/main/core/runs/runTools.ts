import type { Run, RunOutcome } from '#shared/run/run.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import type { TranscriptWriter } from '../storage/transcripts.ts';
import type { ActiveRun, ActiveRuns } from './activeRuns.ts';
import { RemoteTrouble } from './remote.ts';
import type { RunDesk } from './runDesk.ts';
import type { RunParts } from './runParts.ts';
import type { SudoAccess, SudoDoor } from './sudo/sudoDoor.ts';

/** What the stages of a run share. */
export type RunTools = {
  readonly parts: RunParts;
  readonly desk: RunDesk;
  readonly actives: ActiveRuns;
  readonly door: SudoDoor;
  /** Aborted when Sitrep ends. */
  readonly closing: AbortSignal;
};

function sessionFor({ parts, desk }: RunTools, run: Run): HostSession {
  const session = parts.sessionOf(run.hostId);
  if (session !== null) return session;
  throw new RemoteTrouble({ kind: 'notStarted', text: `${desk.hostName(run.hostId)} is not in the lab any more` });
}

/** The session of a run whose commands may call sudo, with the stored password where one is needed. */
export const openFor = (tools: RunTools, run: Run, signal: AbortSignal): Promise<SudoAccess> =>
  tools.door.open(sessionFor(tools, run), run.plan.steps, signal);

/** Gives the work the transcript of the run, and closes it afterwards. */
export async function writing(
  { parts }: RunTools,
  run: Run,
  work: (writer: TranscriptWriter) => Promise<void>,
): Promise<void> {
  const writer = parts.transcripts.open(run.id, parts.secrets?.() ?? []);
  try {
    await work(writer);
  } finally {
    writer.close();
  }
}

/** Ends a run: its hold on the host first, then the word of the journal. */
export function finish({ desk, actives }: RunTools, active: ActiveRun, outcome: RunOutcome): void {
  actives.remove(active.runId);
  desk.end(active.runId, outcome);
}
