// `npm run check`: types of every zone, lint, format, layers and dead code, side by side; one summary at the end.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { root } from './buildStamp.ts';

type Check = { readonly name: string; readonly command: readonly [string, ...string[]] };
type Result = Check & { readonly passed: boolean; readonly output: string; readonly tookMs: number };

const bin = (name: string) =>
  path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const types = (zone: string, project: string): Check => ({
  name: `types: ${zone}`,
  command: [bin('tsc'), '-p', project],
});

const checks: readonly Check[] = [
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  types('tests', 'tests/tsconfig.json'),
  types('core and shells', 'src/main/tsconfig.json'),
  types('window', 'src/renderer/tsconfig.json'),
  types('shared', 'src/shared/tsconfig.json'),
  types('preload', 'src/main/electron/tsconfig.preload.json'),
  types('scripts', 'scripts/tsconfig.json'),
  { name: 'format', command: [bin('oxfmt'), '--check', '.'] },
  { name: 'layers', command: [process.execPath, path.join(root, 'scripts', 'run.mjs'), 'layers'] },
  { name: 'dead code', command: [bin('knip'), '--no-progress'] },
];

const waiting = [...checks];
const results: Result[] = [];
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
const failed = results.filter((result) => !result.passed);
process.stdout.write(
  failed.length === 0
    ? `All ${results.length} checks passed.\n`
    : `${failed.length} of ${results.length} checks failed: ${failed.map(({ name }) => name).join(', ')}.\n`,
);
process.exit(failed.length === 0 ? 0 : 1);

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const result = await run(check);
    results.push(result);
    const seconds = (result.tookMs / 1_000).toFixed(1);
    process.stdout.write(`${result.passed ? 'ok    ' : 'FAILED'} ${result.name} (${seconds} s)\n`);
    if (!result.passed) process.stdout.write(`${result.output.trimEnd()}\n`);
  }
}

function run(check: Check): Promise<Result> {
  const startedAt = performance.now();
  const [program, ...words] = check.command;
  return new Promise((resolve) => {
    let output = '';
    const end = (passed: boolean) => resolve({ ...check, passed, output, tookMs: performance.now() - startedAt });
    const child = spawn(program, words, { cwd: root, shell: process.platform === 'win32' });
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
