// `npm run test:remedies [-- --quick] [--only NAME] [--fault cut|kill|hang]`: each typed remedy on a systemd host, with the
// cable pulled, with Sitrep killed, and with a deadline that strikes, at each command that it gives to the host. Prints a
// table; ends with 1 when something is not as told.
import { openFaultLab } from '../tests/core/runs/faults/faultLab.ts';
import { type Row, tryRemedies } from '../tests/core/runs/faults/tryRemedies.ts';
import { labDown, labUnavailable, labUp, useLabOfItsOwn } from '../tests/lab/lab.ts';

const words = process.argv.slice(2);
/** The word behind an option. */
const after = (option: string): string | undefined =>
  words.includes(option) ? words[words.indexOf(option) + 1] : undefined;
const unavailable = labUnavailable();
if (unavailable !== null) {
  process.stderr.write(`Not run: ${unavailable}.\n`);
  process.exit(2);
}

const hosts = 4;
const columns = [10, 10, 13, 10, 8, 11] as const;
const line = (cells: readonly string[], last: string): void =>
  void process.stdout.write(`${cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)).join(' ')} ${last}\n`);
const tellRow = (row: Row): void => {
  line([row.remedy, row.stage, row.fault, row.outcome, row.seen, row.back], row.command.replaceAll(/\s+/g, ' '));
  for (const problem of row.problems) process.stdout.write(`           NOT AS TOLD: ${problem}\n`);
};

useLabOfItsOwn({ prefix: 'rem', network: '10.219.0' });
const labs = await Promise.all((await labUp(hosts)).map(openFaultLab));
line(['remedy', 'stage', 'fault', 'outcome', 'seen', 'way back'], 'command');
const rows = await tryRemedies(labs, {
  isFull: !words.includes('--quick'),
  only: after('--only'),
  fault: after('--fault'),
  told: tellRow,
});
await Promise.all(labs.map((lab) => lab.close()));
await labDown();
const bad = rows.filter(({ problems }) => problems.length > 0).length;
const missed = rows.filter(({ back }) => back === 'not tried').length;
const told = `${String(rows.length - bad)} as told, ${String(bad)} not, ${String(missed)} that did not come to their fault`;
process.stdout.write(`\n${String(rows.length)} tries: ${told}.\n`);
process.exit(bad === 0 ? 0 : 1);
