import { foldRepeats } from '#shared/incident/foldRepeats.ts';
import type { Finding, Run } from '#shared/run/run.ts';

export type ShownFinding = {
  readonly finding: Finding;
  /** The run that established it. */
  readonly runId: string;
};

export type FoldedFindings = {
  readonly current: readonly ShownFinding[];
  /** Problems that earlier runs told of and the newest ones no longer do, each once. */
  readonly gone: readonly Finding[];
};

type Told = { readonly run: Run; readonly finding: Finding };

/**
 * What is known by the newest look at each subject; what earlier looks said of it is folded away, and so is what a
 * diagnostic of the runbook says again in other words. A run that still goes on adds what it found so far. `runs` come
 * newest first.
 */
export function foldFindings(runs: readonly Run[]): FoldedFindings {
  const looks = runs.filter((run) => run.plan.effect === 'reads');
  const counting = new Set(newestOfEach(looks));
  const told = (wanted: boolean): readonly Told[] =>
    looks
      .filter((run) => counting.has(run) === wanted)
      .flatMap((run) => run.findings.map((finding) => ({ run, finding })));
  const current = withoutRepeats(firstOfEach(told(true)));
  const old = told(false);
  const isCurrent = new Set(current.map(({ finding }) => finding.id));
  return {
    current: current.map(({ run, finding }) => ({ finding, runId: run.id })),
    gone: [...new Map(old.map(({ finding }) => [saying(finding), finding])).values()].filter(
      ({ id, severity }) => !isCurrent.has(id) && (severity === 'critical' || severity === 'warning'),
    ),
  };
}

/** Runs that go on, and of each subject the newest that ended; a diagnosis also looks at all that evidence does. */
function newestOfEach(looks: readonly Run[]): readonly Run[] {
  const seen = new Set<string>();
  return looks.filter((run) => {
    if (run.outcome === null) return true;
    const subject = run.subject.kind === 'action' ? `action:${run.subject.actionId}` : run.subject.kind;
    if (seen.has(subject)) return false;
    seen.add(subject);
    if (subject === 'diagnosis' && run.findings.length > 0) seen.add('evidence');
    return true;
  });
}

/** Of Sitrep's own looks each finding once by its id, so that the newer word counts; of actions each saying once. */
function firstOfEach(told: readonly Told[]): readonly Told[] {
  const seen = new Set<string>();
  return told.filter(({ run, finding }) => {
    const keys = run.subject.kind === 'action' ? [saying(finding)] : [finding.id, saying(finding)];
    const isNew = keys.every((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

/** What Sitrep saw itself takes in what the runbook's actions say of the same. */
function withoutRepeats(told: readonly Told[]): readonly Told[] {
  const isOwn = ({ run }: Told): boolean => run.subject.kind !== 'action';
  const findings = (wanted: boolean) => told.filter((one) => isOwn(one) === wanted).map(({ finding }) => finding);
  const { known, rest } = foldRepeats(findings(true), findings(false));
  const [own, said] = [[...known], new Set(rest)];
  return told.flatMap((one): readonly Told[] => {
    if (!isOwn(one)) return said.has(one.finding) ? [one] : [];
    const finding = own.shift();
    return finding === undefined ? [] : [{ ...one, finding }];
  });
}

const saying = ({ id, text }: Finding): string => `${id}\n${text}`;
