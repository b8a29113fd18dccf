// `npm run test:fuzz -- [ROUNDS]`: runs every property test again with seeds that were not tried before (10 rounds unless
// told otherwise) and 2,000 commands in the sandbox of the shell rules. A failure names its seed and its counterexample;
// `SITREP_SEED=SEED npm test -- FILE` repeats it.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './buildStamp.ts';

const rounds = Number(process.argv[2] ?? 10);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('Say how many rounds as a whole number, such as: npm run test:fuzz -- 10\n');
  process.exit(2);
}
const files = globSync('tests/**/*.test.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.lab.test.ts') && readFileSync(path.join(root, file), 'utf8').includes('/fastCheck.ts'),
);
const failedSeeds: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const seed = randomInt(2 ** 31 - 1);
  process.stdout.write(`\n== Round ${round} of ${rounds}, seed ${seed}\n`);
  const ended = spawnSync(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SITREP_SEED: String(seed), SITREP_FUZZ_RUNS: '2000' },
  });
  if (ended.status !== 0) failedSeeds.push(seed);
}
process.stdout.write(
  failedSeeds.length === 0
    ? `\n${rounds} rounds over ${files.length} files: nothing found.\n`
    : `\nSeeds that found something: ${failedSeeds.join(', ')}\n`,
);
process.exit(failedSeeds.length === 0 ? 0 : 1);
