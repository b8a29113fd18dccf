// `npm run test:diagnosis [--quick] [--json FILE] [--further] [--only NAME] [--verbose] [--keep]`: injects causes into a real systemd host,
// one after the other, and prints which were diagnosed right and whether the fitting remedy came first.
import { benchArguments, median, publishFigures } from '../tests/bench/figures.ts';
import { causes as named } from '../tests/diagnosis/causes.ts';
import { furtherCauses } from '../tests/diagnosis/furtherCauses.ts';
import { diagnosisHost, prepareStage } from '../tests/diagnosis/diagnosisHost.ts';
import { secondRound } from '../tests/diagnosis/secondRound.ts';
import { thirdRound } from '../tests/diagnosis/thirdRound.ts';
import { stageCauses } from '../tests/diagnosis/stageCauses.ts';
import { openDiagnosisDesk } from '../tests/diagnosis/diagnosisDesk.ts';
import { type Verdict, tryCause } from '../tests/diagnosis/tryCause.ts';
import { labDown, labUnavailable } from '../tests/lab/lab.ts';

const words = process.argv.slice(2);
const { options, jsonFile } = benchArguments(words);
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
const isVerbose = words.includes('--verbose');
const reason = labUnavailable();
if (reason !== null) {
  process.stderr.write(`The causes cannot be injected here: ${reason}.\n`);
  process.exit(2);
}

const rounds = { '--further': furtherCauses, '--stage': stageCauses, '--second': secondRound, '--third': thirdRound };
const round = Object.entries(rounds).find(([word]) => words.includes(word));
const causes = round?.[1] ?? named;
const isStaged = round !== undefined && round[0] !== '--further';
const quick = new Set(['bad config line', 'wrong owner', 'port taken', 'corrupt JSON', 'bad commit deployed', '401']);
const chosen = causes.filter(({ name }) =>
  only === undefined ? !options.isQuick || quick.has(name) : new RegExp(only).test(name),
);
const verdicts: Verdict[] = [];
try {
  const host = await diagnosisHost();
  if (isStaged) await prepareStage(host);
  const desk = await openDiagnosisDesk(host);
  for (const cause of chosen) {
    const verdict = await tryCause(cause, host, desk).catch((error: unknown) => {
      process.stderr.write(`${cause.name}: NOT TRIED: ${String(error).slice(0, 2_000)}\n`);
      return null;
    });
    if (verdict === null) continue;
    verdicts.push(verdict);
    process.stderr.write(
      `${cause.name}: ${verdict.isDiagnosed ? 'diagnosed' : 'NOT diagnosed'}, ${verdict.isRemedyFirst ? 'remedy first' : 'remedy NOT first'}\n`,
    );
    if (isVerbose || !verdict.isDiagnosed || !verdict.isRemedyFirst || verdict.arePointsRight === false)
      process.stderr.write(`${verdict.told.map((line) => `    ${line}`).join('\n')}\n`);
  }
  await desk.close();
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
await publishFigures(
  'diagnosis',
  [
    { id: 'causes', value: verdicts.length, unit: 'causes' },
    {
      id: 'diagnosed',
      value: count((one) => one.isDiagnosed),
      unit: 'causes',
      holds: verdicts.every((one) => one.isDiagnosed),
    },
    {
      id: 'remedy-first',
      value: count((one) => one.isRemedyFirst),
      unit: 'causes',
      holds: verdicts.every((one) => one.isRemedyFirst),
    },
    {
      id: 'points',
      value: count((one) => one.arePointsRight === true),
      unit: 'causes',
      holds: verdicts.every((one) => one.arePointsRight !== false),
    },
    { id: 'evidence-time', value: median(verdicts.map((one) => one.evidenceMs)), unit: 'ms' },
    { id: 'diagnosis-time', value: median(verdicts.map((one) => one.diagnosisMs)), unit: 'ms' },
    { id: 'diagnosis-time-worst', value: Math.max(...verdicts.map((one) => one.diagnosisMs)), unit: 'ms' },
    { id: 'in-evidence', value: count((one) => one.isInEvidence), unit: 'causes' },
  ],
  jsonFile,
);
const isRight = (one: Verdict) => one.isDiagnosed && one.isRemedyFirst && one.arePointsRight !== false;
process.exit(verdicts.length === chosen.length && verdicts.every(isRight) ? 0 : 1);
