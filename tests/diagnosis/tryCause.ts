import { asRoot, type LabHost } from '../lab/lab.ts';
import type { Cause } from './causes.ts';
import { settle, until } from './diagnosisHost.ts';
import type { openDiagnosisDesk } from './diagnosisDesk.ts';

export type Verdict = {
  readonly cause: string;
  /** The evidence, which is gathered by itself, named the cause first already. */
  readonly isInEvidence: boolean;
  readonly isDiagnosed: boolean;
  readonly isRemedyFirst: boolean;
  readonly first: string;
  readonly remedy: string | null;
  readonly told: readonly string[];
};

/** Injects a cause, opens an incident as a person would, diagnoses it, and takes the cause back. */
export async function tryCause(
  cause: Cause,
  host: LabHost,
  desk: Awaited<ReturnType<typeof openDiagnosisDesk>>,
): Promise<Verdict> {
  await settle(host);
  try {
    await asRoot(host, cause.inject);
    await until(host, cause.shows, cause.name);
    const { incidentId, evidence } = await desk.open(cause.name);
    const diagnosis = await desk.diagnose(incidentId);
    desk.resolve(incidentId);
    const first = diagnosis.findings[0] ?? '';
    return {
      cause: cause.name,
      isInEvidence: cause.diagnosed.test(evidence.findings[0] ?? ''),
      isDiagnosed: cause.diagnosed.test(first),
      isRemedyFirst:
        diagnosis.remedy === null ? cause.remedies.length === 0 : cause.remedies.includes(diagnosis.remedy),
      first,
      remedy: diagnosis.remedy,
      told: [
        `evidence: ${evidence.findings[0] ?? ''} -> ${evidence.remedy ?? '-'}`,
        ...diagnosis.findings.slice(0, 40),
        `-> ${diagnosis.remedy ?? '-'}`,
      ],
    };
  } finally {
    await asRoot(host, cause.undo);
  }
}
