// Starts one of this folder's TypeScript programs. npm puts the pinned Node 24 of node_modules/.bin first on PATH;
// where there is no such package (macOS) the system's own Node must be new enough, and this file says so plainly.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const oldestNode = 24;
const [name, ...words] = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) < oldestNode) {
  process.stderr.write(
    `Sitrep needs Node ${oldestNode} or newer; this is ${process.versions.node}. ` +
      `Run "npm ci" (it brings Node ${oldestNode} along on Linux and Windows) or install Node ${oldestNode}.\n`,
  );
  process.exit(1);
}
if (name === 'vitest') {
  const cli = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  spawn(process.execPath, [cli, ...words], { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
} else {
  process.argv.splice(2, 1);
  await import(`./${name}.ts`);
}
