import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const pinned = path.join(
  import.meta.dirname,
  '../../node_modules/.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

it('runs on Node 24, the one of the packages wherever there is one', () => {
  const node = existsSync(pinned) ? pinned : process.execPath;
  const version = execFileSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  expect(version).toMatch(/^v24\./u);
  expect(process.versions.node).toMatch(/^24\./u);
});
