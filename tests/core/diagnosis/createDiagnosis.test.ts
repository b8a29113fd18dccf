import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDiagnosis } from '#core/diagnosis/createDiagnosis.ts';
import { emptyDeskState } from '#shared/desk/deskState.ts';
import { labFileSchema } from '#shared/lab/labFile.ts';
import type { Run } from '#shared/run/run.ts';
import { localHost } from '#tests/core/runs/localHost.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sitrep-difference-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [root, backup] = [path.join(folder, 'root'), path.join(folder, 'backup')];
for (const one of [root, backup]) mkdirSync(one);
const lab = labFileSchema.parse({
  version: 1,
  hosts: [{ id: 'nas', access: { transport: 'local' } }],
  services: [{ id: 'photos', host: 'nas', variables: { root, backup } }],
});

function diagnosisWith(findingId: string) {
  const finding = { id: findingId, severity: 'info' as const, text: 'it changed', proof: '', suggests: [] };
  const run: Run = {
    id: 'run-1',
    incidentId: null,
    hostId: 'nas',
    serviceId: 'photos',
    subject: { kind: 'diagnosis' },
    plan: {
      title: 'Diagnosis',
      effect: 'reads',
      consent: 'none',
      steps: [{ title: 'x', command: 'x', cwd: null, timeoutMs: 1 }],
      verification: null,
      resource: 'none',
      wayBack: { kind: 'none', why: '' },
    },
    stage: 'ended',
    preflight: [],
    wayBack: { kind: 'none', why: '' },
    stepEnds: [],
    findings: [finding],
    outcome: null,
    startedAt: 0,
    endedAt: 0,
    cancelRequested: false,
    undoneAt: null,
  };
  const host = localHost('nas', path.join(root, 'bin'));
  return createDiagnosis({
    journal: { state: () => ({ ...emptyDeskState, runs: { 'run-1': run } }) },
    sessionOf: () => host,
    lab: () => lab,
    runbookByHash: () => null,
  });
}
const differenceOf = (findingId: string) => diagnosisWith(findingId).changeDifference({ runId: 'run-1', findingId });
const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@x', ...words], { encoding: 'utf8' });

describe('the difference that a change made', () => {
  it('is the commit for what was deployed', async () => {
    git('init', '-q');
    writeFileSync(path.join(root, 'app.conf'), 'port 1\n');
    git('add', 'app.conf');
    git('commit', '-q', '-m', 'Change the port');
    const hash = git('rev-parse', 'HEAD').trim();
    const difference = await differenceOf(`change:commit:${root}@${hash}`);
    expect(difference).toMatchObject({ kind: 'difference', text: expect.stringContaining('+port 1') as string });
  });

  it('is what differs from the commit for a file of a work tree', async () => {
    writeFileSync(path.join(root, 'app.conf'), 'port 2\n');
    const difference = await differenceOf(`change:file:${root}/app.conf`);
    expect(difference).toMatchObject({
      kind: 'difference',
      text: expect.stringContaining('-port 1\n+port 2') as string,
    });
  });

  it('is what differs from the backup for a file that no commit knows', async () => {
    for (const folder of [root, backup]) mkdirSync(path.join(folder, 'data'), { recursive: true });
    writeFileSync(path.join(backup, 'data', 'x.json'), '{"good": 1}\n');
    writeFileSync(path.join(root, 'data', 'x.json'), '{"bad": 1}\n');
    const difference = await differenceOf(`change:file:${root}/data/x.json`);
    expect(difference).toMatchObject({
      kind: 'difference',
      text: expect.stringContaining('-{"good": 1}\n+{"bad": 1}') as string,
    });
  });

  it('says honestly that there is none, and why', async () => {
    const lonely = path.join(temporaryFolder(), "it's alone");
    writeFileSync(lonely, 'x');
    const difference = await differenceOf(`change:file:${lonely}`);
    expect(difference).toMatchObject({
      kind: 'none',
      why: expect.stringMatching(/No earlier version of .*it's alone/) as string,
    });
    expect(await differenceOf('change:file:/nowhere/at/all')).toMatchObject({
      kind: 'none',
      why: '/nowhere/at/all is not there any more.',
    });
    expect(await differenceOf('change:reboot')).toMatchObject({ kind: 'none' });
    await expect(
      diagnosisWith('change:reboot').changeDifference({ runId: 'run-1', findingId: 'x' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
