import { asRoot, type LabHost } from '../lab/lab.ts';
import type { ChangeCase } from './changeCases.ts';
import type { openDiagnosisDesk } from './diagnosisDesk.ts';

/** What became of a change: whether it was told first, and whether its difference was shown, or said not to be had. */
export type ChangeVerdict = {
  readonly change: string;
  readonly isFirst: boolean;
  readonly isShown: boolean;
  readonly first: string;
  readonly shown: string;
};

/** Makes a change and a decoy after it, opens an incident, diagnoses it, and asks for the difference of what is told first. */
export async function tryChange(
  one: ChangeCase,
  host: LabHost,
  desk: Awaited<ReturnType<typeof openDiagnosisDesk>>,
): Promise<ChangeVerdict> {
  try {
    await asRoot(host, one.make);
    await one.outside?.(host);
    await asRoot(host, one.decoy);
    const { incidentId } = await desk.open(one.name, one.service ?? 'notes');
    const { run } = await desk.diagnose(incidentId);
    desk.resolve(incidentId);
    const changes = run.findings.filter(({ id }) => id.startsWith('change:'));
    const finding = one.isAmong === true ? changes.find(({ text }) => one.told.test(text)) : changes[0];
    if (finding === undefined) return { change: one.name, isFirst: false, isShown: false, first: '', shown: '' };
    const shown = await desk.services.diagnosis.changeDifference({ runId: run.id, findingId: finding.id });
    const text = shown.kind === 'difference' ? shown.text : shown.why;
    return {
      change: one.name,
      isFirst: one.told.test(finding.text),
      isShown:
        one.difference === null
          ? shown.kind === 'none' && text !== ''
          : shown.kind === 'difference' && one.difference.test(text),
      first: finding.text,
      shown: text.slice(0, 400),
    };
  } finally {
    await asRoot(host, one.undo);
  }
}
