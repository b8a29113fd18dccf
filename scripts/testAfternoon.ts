// `npm run test:afternoon [--quick] [--json FILE]`: an afternoon of faults in a home of ten real systemd hosts, with what
// must be said of each written down beforehand. Time is compressed in one way: every check is asked every 5 s. A name
// picks faults: `-- disk-full`; `--keep` keeps the observer's log. Ends with status 1 where something was missed, or said too much.
import { playAfternoon } from '../tests/afternoon/playAfternoon.ts';
import { judge } from '../tests/afternoon/judge.ts';
import { benchArguments, publishFigures } from '../tests/bench/figures.ts';
import { labUnavailable } from '../tests/lab/lab.ts';

const words = process.argv.slice(2);
const { options, jsonFile } = benchArguments(words);
const only = words.filter((word) => !word.startsWith('--') && word !== jsonFile);
const reason = labUnavailable();
if (reason !== null) {
  process.stdout.write(`Not played: ${reason}.\n`);
  await publishFigures('afternoon', [], jsonFile);
  process.exit(0);
}
const rounds = await playAfternoon({
  ...options,
  only,
  isKept: words.includes('--keep'),
  progress: (text) => process.stdout.write(`${text}\n`),
});
const { rows, figures } = judge(rounds);
console.table(rows);
for (const { notWell } of rounds) for (const line of notWell) process.stdout.write(`not well at the end: ${line}\n`);
await publishFigures('afternoon', figures, jsonFile);
process.exit(figures.some(({ holds }) => holds === false) ? 1 : 0);
