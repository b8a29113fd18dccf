// `npm run bench -- NAME [--quick] [--json FILE]`: measures beside a peer or a limit in the same run.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { benchArguments, publishFigures, type BenchOptions, type Figure } from '../tests/bench/figures.ts';

type Bench = { readonly bench: (options: BenchOptions) => Promise<readonly Figure[]> };

const folder = path.join(import.meta.dirname, '../tests/bench');
const [name, ...words] = process.argv.slice(2);
const file = path.join(folder, `${name ?? ''}.bench.ts`);
if (name === undefined || !existsSync(file)) {
  const names = (await readdir(folder))
    .filter((entry) => entry.endsWith('.bench.ts'))
    .map((entry) => entry.replace('.bench.ts', ''));
  process.stderr.write(`Usage: npm run bench -- NAME [--quick] [--json FILE]\nNAME is one of: ${names.join(', ')}\n`);
  process.exit(2);
}
const { options, jsonFile } = benchArguments(words);
const { bench } = (await import(file)) as Bench;
await publishFigures(name, await bench(options), jsonFile);
process.exit(0);
