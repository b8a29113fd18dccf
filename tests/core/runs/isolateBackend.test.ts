import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';
import { program } from './localHost.ts';

const upstream = `upstream app {
  server 10.0.0.5:3000 weight=2;
  server 10.0.0.6:3000;
  server 10.0.0.55:3000 down;
}
server { listen 80; location / { proxy_pass http://app; } }
`;

/** The proxy's `nginx` is scripted: it counts its reloads, and takes every configuration but a broken one. */
function proxy(text: string, backend: string) {
  const file = path.join(temporaryFolder(), 'app.conf');
  fs.writeFileSync(file, text);
  const remedy = { kind: 'isolate-backend', options: { file, backend } };
  const desk = runDesk([actionWith({ id: 'out', commands: [], consent: 'confirm', remedy })]);
  program(
    desk.programs,
    'nginx',
    `if [ "$1" = -t ]; then ! grep -q broken '${file}' || { echo 'nginx: [emerg] broken' >&2; exit 1; }; else echo "$*" >> '${desk.folder}/reloads'; fi`,
  );
  return {
    desk,
    file,
    reloads: () => fs.readFileSync(path.join(desk.folder, 'reloads'), 'utf8').trim().split('\n').length,
  };
}

describe('taking a backend out of the proxy', () => {
  it('marks that one alone as down, reloads, and puts the file back as it was', async () => {
    const { desk, file, reloads } = proxy(upstream, '10.0.0.5:3000');
    const run = await desk.done('out');
    expect(run.preflight[0]).toEqual({
      verdict: 'cost',
      text: '10.0.0.5:3000 gets no requests any more; 1 other backend takes its share',
    });
    expect(run.outcome).toMatchObject({ kind: 'succeeded' });
    expect(fs.readFileSync(file, 'utf8')).toBe(upstream.replace('weight=2;', 'weight=2 down;'));
    expect((await desk.undone(run.id)).undoneAt).not.toBeNull();
    expect([fs.readFileSync(file, 'utf8'), reloads()]).toEqual([upstream, 2]);
  });

  it('leaves a file alone that somebody changed since', async () => {
    const { desk, file } = proxy(upstream, '10.0.0.6:3000');
    const run = await desk.done('out');
    fs.appendFileSync(file, '# mine\n');
    expect((await desk.undone(run.id)).undoneAt).toBeNull();
    expect(fs.readFileSync(file, 'utf8')).toContain('# mine');
  });

  it.each([
    [
      'the only one in use',
      upstream.replace('  server 10.0.0.6:3000;\n', ''),
      '10.0.0.5:3000',
      /is the only backend in use/,
    ],
    ['out already', upstream, '10.0.0.55:3000', /is down there already/],
    ['not there', upstream, '10.0.0.7:3000', /has no server 10\.0\.0\.7:3000/],
    [
      'in a broken file',
      `${upstream}broken`,
      '10.0.0.5:3000',
      /The configuration is broken before anything was changed/,
    ],
  ])('is refused when it is %s', async (_why, text, backend, told) => {
    const { outcome } = await proxy(text, backend).desk.done('out');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toMatch(told);
  });
});
