// `npm run test:diagnosis [-- --all] [--only NAME] [--quick] [--json FILE] [--verbose] [--keep]`: injects causes into a real systemd host,
// one after the other, and prints which were diagnosed right and whether the fitting remedy came first. These are the 20 of the plan;
// `--all` adds all others; `--only` takes those of all whose name fits the regular expression.
import { benchArguments, median, publishFigures } from '../tests/bench/figures.ts';
import { type Cause, needsStage } from '../tests/diagnosis/causes/cause.ts';
import { otherCauses } from '../tests/diagnosis/causes/otherCauses.ts';
import { plannedCauses } from '../tests/diagnosis/causes/plannedCauses.ts';
import { openDiagnosisDesk } from '../tests/diagnosis/diagnosisDesk.ts';
import { diagnosisHost, prepareStage } from '../tests/diagnosis/diagnosisHost.ts';
import { type Verdict, tryCause } from '../tests/diagnosis/tryCause.ts';
import { labDown, labUnavailable, type LabHost } from '../tests/lab/lab.ts';

const words = process.argv.slice(2);
const { options, jsonFile } = benchArguments(words);
const isVerbose = words.includes('--verbose');
const reason = labUnavailable();
if (reason !== null) {
  process.stderr.write(`The causes cannot be injected here: ${reason}.\n`);
  process.exit(2);
}
const chosen = chosenCauses();
if (chosen.length === 0) {
  process.stderr.write('No cause has such a name.\n');
  process.exit(2);
}

const verdicts: Verdict[] = [];
try {
  const host = await diagnosisHost();
  await tryAll(
    chosen.filter((cause) => !needsStage(cause)),
    host,
  );
  const staged = chosen.filter(needsStage);
  if (staged.length > 0) await prepareStage(host);
  await tryAll(staged, host);
} finally {
  if (!words.includes('--keep')) await labDown();
}

console.table(
  verdicts.map((one) => ({
    cause: one.cause,
    evidence: one.isInEvidence ? 'yes' : 'no',
    diagnosed: one.isDiagnosed ? 'yes' : 'NO',
    points: one.arePointsRight === null ? '-' : one.arePointsRight ? 'yes' : 'NO',
    'first finding': one.first.slice(0, 90),
    'first remedy': one.remedy ?? '-',
    fits: one.isRemedyFirst ? 'yes' : 'NO',
  })),
);
const count = (holds: (one: Verdict) => boolean) => verdicts.filter(holds).length;
const areAllTried = verdicts.length === chosen.length;
const isPointsRight = (one: Verdict) => one.arePointsRight !== false;
const diagnosed = count((one) => one.isDiagnosed);
const remedyFirst = count((one) => one.isRemedyFirst);
await publishFigures(
  'diagnosis',
  [
    { id: 'causes', value: chosen.length, unit: 'causes', holds: areAllTried },
    { id: 'diagnosed', value: diagnosed, unit: 'causes', holds: diagnosed === chosen.length },
    { id: 'remedy-first', value: remedyFirst, unit: 'causes', holds: remedyFirst === chosen.length },
    {
      id: 'points',
      value: count((one) => one.arePointsRight === true),
      unit: 'causes',
      holds: areAllTried && verdicts.every(isPointsRight),
    },
    { id: 'evidence-time', value: median(verdicts.map((one) => one.evidenceMs)), unit: 'ms' },
    { id: 'diagnosis-time', value: median(verdicts.map((one) => one.diagnosisMs)), unit: 'ms' },
    { id: 'diagnosis-time-worst', value: Math.max(...verdicts.map((one) => one.diagnosisMs)), unit: 'ms' },
    { id: 'in-evidence', value: count((one) => one.isInEvidence), unit: 'causes' },
  ],
  jsonFile,
);
const isRight = (one: Verdict) => one.isDiagnosed && one.isRemedyFirst && isPointsRight(one);
process.exit(areAllTried && verdicts.every(isRight) ? 0 : 1);

function chosenCauses(): readonly Cause[] {
  const all = [...plannedCauses, ...otherCauses];
  if (words.includes('--only')) {
    const name = new RegExp(words[words.indexOf('--only') + 1] ?? '$^');
    return all.filter((cause) => name.test(cause.name));
  }
  if (words.includes('--all')) return all;
  const quick = new Set(['bad config line', 'wrong owner', 'port taken', 'corrupt JSON', 'bad commit deployed', '401']);
  return plannedCauses.filter(({ name }) => !options.isQuick || quick.has(name));
}

async function tryAll(causes: readonly Cause[], host: LabHost): Promise<void> {
  if (causes.length === 0) return;
  const desk = await openDiagnosisDesk(host);
  for (const cause of causes) {
    const verdict = await tryCause(cause, host, desk).catch((error: unknown) => {
      process.stderr.write(`${cause.name}: NOT TRIED: ${String(error).slice(0, 2_000)}\n`);
      return null;
    });
    if (verdict === null) continue;
    verdicts.push(verdict);
    tell(verdict);
  }
  await desk.close();
}

function tell(verdict: Verdict): void {
  process.stderr.write(
    `${verdict.cause}: ${verdict.isDiagnosed ? 'diagnosed' : 'NOT diagnosed'}, ${verdict.isRemedyFirst ? 'remedy first' : 'remedy NOT first'}\n`,
  );
  if (isVerbose || !verdict.isDiagnosed || !verdict.isRemedyFirst || verdict.arePointsRight === false)
    process.stderr.write(`${verdict.told.map((line) => `    ${line}`).join('\n')}\n`);
}
