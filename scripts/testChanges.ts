// `npm run test:changes`: makes each kind of change on a real systemd host, each with a decoy nearer in time, and prints
// whether "What changed?" tells it first (a login: at all) and what its difference shows.
import { changeCases } from '../tests/diagnosis/changeCases.ts';
import { openDiagnosisDesk } from '../tests/diagnosis/diagnosisDesk.ts';
import { diagnosisHost, prepareStage } from '../tests/diagnosis/diagnosisHost.ts';
import { type ChangeVerdict, tryChange } from '../tests/diagnosis/tryChange.ts';
import { labDown, labUnavailable } from '../tests/lab/lab.ts';

const reason = labUnavailable();
if (reason !== null) {
  process.stderr.write(`The changes cannot be made here: ${reason}.\n`);
  process.exit(2);
}
const verdicts: ChangeVerdict[] = [];
try {
  const host = await diagnosisHost();
  await prepareStage(host);
  const desk = await openDiagnosisDesk(host);
  for (const one of changeCases) verdicts.push(await tryChange(one, host, desk));
  await desk.close();
} finally {
  await labDown();
}
for (const { change, isFirst, isShown, first, shown } of verdicts)
  process.stdout.write(
    `${change}: ${isFirst ? 'told right' : 'NOT told right'}, ${isShown ? 'difference right' : 'difference NOT right'}\n    ${first}\n    ${shown.replaceAll('\n', '\n    ')}\n`,
  );
process.exit(verdicts.every(({ isFirst, isShown }) => isFirst && isShown) ? 0 : 1);
