// `npm test`: finds or installs what the tests need, then runs them all. Words after `--` go to Vitest and mean
// "only these": the browser tests are then left out.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { prepareTests } from './prepareTests.ts';

const root = path.join(import.meta.dirname, '..');

function step(title: string, script: string, words: readonly string[], environment: NodeJS.ProcessEnv): void {
  process.stdout.write(`\n== ${title}\n`);
  const ended = spawnSync(process.execPath, [script, ...words], { cwd: root, stdio: 'inherit', env: environment });
  if (ended.status !== 0) process.exit(ended.status ?? 1);
}

const environment = { ...process.env, ...prepareTests() };
const only = process.argv.slice(2);
step('Unit, contract and lab tests', path.join(root, 'node_modules/vitest/vitest.mjs'), ['run', ...only], environment);
if (only.length === 0) {
  step('Build', path.join(root, 'scripts/run.mjs'), ['build'], environment);
  step('Browser tests', path.join(root, 'node_modules/@playwright/test/cli.js'), ['test'], environment);
}
