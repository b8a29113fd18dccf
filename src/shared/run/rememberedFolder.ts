import type { Run } from './run.ts';

/** The folder that a person last named for the same action on the same host; null where nobody has. */
export function rememberedFolder(run: Run, runs: readonly Run[]): string | null {
  const ofAction = runs.filter(
    ({ hostId, plan, subject }) =>
      hostId === run.hostId &&
      typeof plan.folder === 'string' &&
      subject.kind === 'action' &&
      run.subject.kind === 'action' &&
      subject.runbookId === run.subject.runbookId &&
      subject.actionId === run.subject.actionId,
  );
  return ofAction.toSorted((one, other) => other.startedAt - one.startedAt)[0]?.plan.folder ?? null;
}
