import { asRoot, type LabHost } from '../lab/lab.ts';
import type { Cause } from './causes/cause.ts';
import { settle, until } from './diagnosisHost.ts';
import type { openDiagnosisDesk, Told } from './diagnosisDesk.ts';

export type Verdict = {
  readonly cause: string;
  /** The evidence, which is gathered by itself, named the cause first already. */
  readonly isInEvidence: boolean;
  readonly isDiagnosed: boolean;
  readonly isRemedyFirst: boolean;
  /** The points of the issue patterns were decided as they must be; null where the cause says nothing of them. */
  readonly arePointsRight: boolean | null;
  /** How long the evidence and the diagnosis took on the host. */
  readonly evidenceMs: number;
  readonly diagnosisMs: number;
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
    const { incidentId, evidence } = await desk.open(cause.name, cause.service);
    const diagnosis = await desk.diagnose(incidentId);
    desk.resolve(incidentId);
    const first = diagnosis.findings[0] ?? '';
    return {
      cause: cause.name,
      isInEvidence: isRight(cause, evidence.findings[0] ?? ''),
      isDiagnosed: isRight(cause, first),
      isRemedyFirst:
        cause.remedies.includes(diagnosis.remedy ?? 'none') ||
        (diagnosis.remedy === null && cause.remedies.length === 0),
      arePointsRight: cause.points === undefined ? null : arePointsRight(cause.points, diagnosis),
      evidenceMs: tookMs(evidence),
      diagnosisMs: tookMs(diagnosis),
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

/** A sound host may be told of, as long as nothing is said to be wrong with it. */
const isRight = ({ diagnosed }: Cause, first: string): boolean =>
  diagnosed === null ? !/^(?:critical|warning: (?!The load is ))/.test(first) : diagnosed.test(first);

const tookMs = ({ run }: Told): number => (run.endedAt ?? run.startedAt) - run.startedAt;

/** What changed lately is a fact, and no trouble, on a sound host. */
function arePointsRight(expected: readonly string[], { findings }: Told): boolean {
  const decided = (point: string) => findings.some((text) => text.includes(` - ${point}: yes: `));
  const others = findings.filter(
    (text) => / - [^:]+: yes: /.test(text) && !text.includes('recent configuration changes'),
  );
  return expected.length === 0 ? others.length === 0 : expected.every(decided);
}
