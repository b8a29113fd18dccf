import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRunbooks } from '#core/runbooks/createRunbooks.ts';
import { hashOf } from '#core/runbooks/runbookFiles.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { realClock as clock, silentLogger as logger } from '#tests/core/labFolder/realPorts.ts';
import { eventually } from '#tests/support/eventually.ts';

let base: string;
let kept: Map<string, string>;
const runbooksFolder = () => path.join(base, 'lab', 'runbooks');
const open = () =>
  createRunbooks({
    labFolder: path.join(base, 'lab'),
    assetsFolder: path.join(base, 'assets'),
    documents: { read: (hash) => kept.get(hash) ?? null },
    logger,
    clock,
  });

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'sitrep-runbooks-'));
  kept = new Map();
  mkdirSync(path.join(base, 'assets', 'runbooks'), { recursive: true });
  writeFileSync(path.join(base, 'assets', 'runbooks', 'host.md'), '# Host\n\n```sh\ndf -h\n```\n');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('the runbooks of a lab', () => {
  it('are the built-in ones, and those of the lab folder in their place', () => {
    mkdirSync(runbooksFolder(), { recursive: true });
    writeFileSync(path.join(runbooksFolder(), 'web.md'), '# Web\n');
    writeFileSync(path.join(runbooksFolder(), 'host.md'), '# My host\n');
    const runbooks = open();
    expect(runbooks.list().map(({ id, name, origin }) => [id, name, origin])).toEqual([
      ['host', 'My host', 'labFolder'],
      ['web', 'Web', 'labFolder'],
    ]);
    expect(runbooks.get('nothing')).toBeNull();
    runbooks.close();
  });

  it('may be in files of any name, and are saved there', () => {
    mkdirSync(runbooksFolder(), { recursive: true });
    for (const name of ['Web Outage.md', '停机.md', 'WEB.md', 'web.md'])
      writeFileSync(path.join(runbooksFolder(), name), `# ${name}\n`);
    const runbooks = open();
    expect(runbooks.list().map(({ id, fileName }) => [id, fileName])).toEqual([
      ['host', 'host.md'],
      ['web-outage', 'Web Outage.md'],
      ['web', 'web.md'],
      ['runbook', '停机.md'],
    ]);
    runbooks.write('web-outage', '# Mended\n', runbooks.get('web-outage')?.hash ?? null);
    expect(readFileSync(path.join(runbooksFolder(), 'Web Outage.md'), 'utf8')).toBe('# Mended\n');
    expect(readdirSync(runbooksFolder())).toHaveLength(4);
    runbooks.close();
  });

  it('are copied to the lab folder when a built-in one is edited', () => {
    const runbooks = open();
    const before = runbooks.get('host');
    runbooks.write('host', '# Changed\n', before?.hash ?? null);
    expect(readFileSync(path.join(runbooksFolder(), 'host.md'), 'utf8')).toBe('# Changed\n');
    expect(runbooks.get('host')?.runbook.name).toBe('Changed');
    expect(runbooks.list()[0]?.origin).toBe('labFolder');
    expect(readdirSync(runbooksFolder())).toEqual(['host.md']);
    runbooks.close();
  });

  it('are not overwritten when the file changed since it was loaded', () => {
    const runbooks = open();
    runbooks.write('web', '# One\n', null);
    writeFileSync(path.join(runbooksFolder(), 'web.md'), '# Two\n');
    const attempt = () => runbooks.write('web', '# Three\n', hashOf('# One\n'));
    expect(attempt).toThrow(RequestError);
    expect(attempt).toThrow(/changed meanwhile/);
    expect(readFileSync(path.join(runbooksFolder(), 'web.md'), 'utf8')).toBe('# Two\n');
    runbooks.close();
  });

  it('follow changes on disk, also in a folder that did not exist before', async () => {
    const runbooks = open();
    const heard = vi.fn<() => void>();
    const stop = runbooks.onChanged(heard);
    mkdirSync(runbooksFolder(), { recursive: true });
    writeFileSync(path.join(runbooksFolder(), 'web.md'), '# Web\n');
    await eventually(() => expect(runbooks.get('web')?.runbook.name).toBe('Web'));
    writeFileSync(path.join(runbooksFolder(), 'web.md'), '# Web 2\n');
    await eventually(() => expect(runbooks.get('web')?.runbook.name).toBe('Web 2'));
    rmSync(path.join(runbooksFolder(), 'web.md'));
    await eventually(() => expect(runbooks.get('web')).toBeNull());
    expect(heard.mock.calls.length).toBeGreaterThanOrEqual(3);
    stop();
    runbooks.close();
  });

  it('are found by their hash, also when only an incident still keeps them', () => {
    const runbooks = open();
    const current = runbooks.get('host');
    expect(runbooks.byHash(current?.hash ?? '')).toEqual(current);
    kept.set('abc', '# Old one\n');
    expect(runbooks.byHash('abc')).toMatchObject({ hash: 'abc', runbook: { name: 'Old one' } });
    expect(runbooks.byHash('gone')).toBeNull();
    runbooks.close();
  });
});
