// `npm run test:faults [--quick] [--json FILE]`: what Sitrep reports when things break, how fast, and that nothing is
// left waiting or lying about. Ends with status 1 where a figure does not hold. A name picks faults: `-- cable-cut`.
import { benchArguments, publishFigures, type Figure } from '../tests/bench/figures.ts';
import { hostFaults } from '../tests/faults/hostFaults.ts';
import { partialFaults } from '../tests/faults/partialFaults.ts';
import { watchCycles } from '../tests/faults/watchCycles.ts';
import { type FaultSeen, watchFault } from '../tests/faults/watchFault.ts';
import { watchRemains } from '../tests/faults/watchRemains.ts';
import { labDown, labUnavailable, labUp, useLabOfItsOwn } from '../tests/lab/lab.ts';

const words = process.argv.slice(2);
const { options, jsonFile } = benchArguments(words);
const named = words.filter((word) => !word.startsWith('--') && word !== jsonFile);
const figures: Figure[] = [];
const isChosen = (name: string): boolean => named.length === 0 || named.includes(name);

const reason = labUnavailable();
if (reason === null) await faults();
else process.stdout.write(`The faults of hosts are skipped: ${reason}.\n`);
if (isChosen('cycles')) {
  const times = options.isQuick ? 200 : 2_000;
  process.stdout.write(`Connecting and disconnecting ${times} times\n`);
  figures.push(...(await watchCycles(times)));
}
await publishFigures('faults', figures, jsonFile);
process.exit(figures.some(({ holds }) => holds === false) ? 1 : 0);

async function faults(): Promise<void> {
  const chosen = [...hostFaults, ...partialFaults()].filter(({ id }) => isChosen(id));
  if (chosen.length === 0 && !isChosen('left-behind')) return;
  useLabOfItsOwn({ prefix: 'flt', network: '10.214.0' });
  const rows: FaultSeen['row'][] = [];
  try {
    for (const fault of chosen) {
      process.stdout.write(`${fault.name}\n`);
      const [host] = await labUp(1);
      if (host === undefined) throw new Error('the lab has no host');
      const seen = await watchFault(fault, host);
      rows.push(seen.row);
      figures.push(...seen.figures);
    }
    if (isChosen('left-behind')) await remains();
  } finally {
    await labDown();
  }
  console.table(rows.map(({ text: _text, monitor: _monitor, ...short }) => short));
  for (const { fault, text, monitor } of rows)
    process.stdout.write(`${fault}\n  ${text}\n  monitor: ${monitor || 'nothing'}\n`);
}

async function remains(): Promise<void> {
  process.stdout.write('What is left on the host after a cable cut\n');
  const [host] = await labUp(1);
  if (host === undefined) throw new Error('the lab has no host');
  figures.push(...(await watchRemains(host)));
}
