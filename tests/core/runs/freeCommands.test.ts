import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { programItems } from '#core/runs/commandChecks.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import type { Remote } from '#core/runs/remote.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';
import { program } from './localHost.ts';
import { refusalOf } from './standInUnits.ts';

describe('free commands of a plain document', () => {
  it('that restart units name those that restart too, and are refused for units that are not there', async () => {
    const commands = ['sudo systemctl restart photos', 'sudo systemctl restart gallery'];
    const desk = runDesk([actionWith({ id: 'both', commands })]);
    const put = (name: string, text: string) => fs.writeFileSync(path.join(desk.units, name), `${text}\n`);
    put('photos.active', 'active');
    put('photos.unitfile', 'enabled');
    put('photos.requiredby', 'album.service');
    put('album.active', 'active');
    put('album.unitfile', 'enabled');
    expect((await desk.done('both')).outcome).toEqual({ kind: 'refused', text: 'There is no unit gallery on Storage' });
    put('gallery.active', 'active');
    put('gallery.unitfile', 'enabled');
    const run = await desk.done('both');
    expect(run.preflight).toContainEqual({ verdict: 'cost', text: 'album.service restarts too' });
    expect(run.outcome?.kind).toBe('succeeded');
  });

  it('that reset a work tree in a known folder say what is lost, and have a way back', async () => {
    const root = temporaryFolder();
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim();
    git('init', '-q', '-b', 'main');
    for (const text of ['good', 'bad']) {
      fs.writeFileSync(path.join(root, 'app.conf'), text);
      git('add', '.');
      git('commit', '-qm', text);
    }
    fs.writeFileSync(path.join(root, 'app.conf'), 'edited');
    const reset = actionWith({
      id: 'reset',
      commands: ['git reset --hard HEAD~1'],
      cwd: root,
      effect: 'destroys',
      consent: 'type',
    });
    const desk = runDesk([reset]);
    const runId = desk.start('reset');
    const waiting = await desk.reaches(runId, 'awaitingConsent');
    const told = waiting.preflight.map(({ text }) => text).join('; ');
    expect(told).toMatch(
      /1 commit is taken back: \w+ bad; 1 file has uncommitted changes, which a stash keeps: app\.conf/,
    );
    desk.consent(runId, 'Storage');
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('succeeded');
    await desk.undone(runId);
    expect(fs.readFileSync(path.join(root, 'app.conf'), 'utf8')).toBe('edited');
  });

  it('that are written for bash run by it', async () => {
    const where = temporaryFolder();
    const command = 'source ./settings && [[ 9 > 8 && $answer == 4* ]] && echo "${answer/4/four}" > said';
    fs.writeFileSync(path.join(where, 'settings'), 'answer=42');
    const desk = runDesk([actionWith({ id: 'bash', commands: [command], cwd: where })]);
    expect((await desk.done('bash')).outcome?.kind).toBe('succeeded');
    expect(fs.readdirSync(where)).toEqual(['said', 'settings']);
    expect(fs.readFileSync(path.join(where, 'said'), 'utf8')).toBe('four2\n');
  });

  it('that are written for bash are refused where there is none', async () => {
    const programs = temporaryFolder();
    const ask = (script: string) => {
      const { status } = spawnSync('/bin/sh', ['-c', script], { env: { PATH: programs } });
      return Promise.resolve({ code: status ?? 1, stdout: '', stderr: '' });
    };
    const step = (command: string) => ({ title: command, command, cwd: null, timeoutMs: 60_000 });
    const remote: Remote = { hostName: 'Router', ask };
    expect(await programItems([step('[[ -e /etc/config ]] && cat /etc/config')], remote)).toEqual([
      { verdict: 'refusal', text: 'Only bash understands `[[ ]]`, and there is none on Router' },
    ]);
  });

  it('that delete say that nothing brings it back', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'gitops-1'), 'x');
    const action = actionWith({
      id: 'clear',
      commands: [`rm -rf ${folder}/gitops-*`],
      effect: 'destroys',
      consent: 'type',
    });
    const desk = runDesk([action]);
    const runId = desk.start('clear');
    const waiting = await desk.reaches(runId, 'awaitingConsent');
    expect(waiting.wayBack.kind).toBe('none');
    expect(waiting.preflight).toContainEqual({
      verdict: 'cost',
      text: 'It deletes, overwrites or resets, and nothing brings that back',
    });
    desk.consent(runId, 'nas');
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('succeeded');
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('free commands', () => {
  it('run in their folder, stop at the first failure, and prove nothing where nothing can', async () => {
    const cwd = temporaryFolder();
    const here = runDesk([
      actionWith({ id: 'good', commands: ['echo one > made', 'cat made'], cwd }),
      actionWith({ id: 'bad', commands: ['true', 'echo oops >&2; false', 'echo never > made2'], cwd }),
    ]);
    expect((await here.done('good')).outcome).toEqual({
      kind: 'succeeded',
      text: 'All commands ended with exit status 0; no check proves more',
    });
    expect(fs.readFileSync(path.join(cwd, 'made'), 'utf8')).toBe('one\n');
    const bad = await here.done('bad');
    expect(bad.outcome).toEqual({
      kind: 'failed',
      text: 'step 2 of 3 ("echo oops >&2; false"): exit status 1. The steps after it were not run.',
    });
    expect(bad.findings).toMatchObject([{ id: 'step-2', proof: 'oops' }]);
    expect(fs.existsSync(path.join(cwd, 'made2'))).toBe(false);
  });

  it.each([
    [
      ['cd-less-program-that-is-not-there'],
      '/tmp',
      'There is no cd-less-program-that-is-not-there on Storage (looked from /tmp)',
    ],
    [['true'], '/no/such/folder', 'The folder /no/such/folder cannot be entered on Storage'],
    [['rm -rf /'], '/tmp', 'rm -rf / would remove /: refused'],
    [['true && sudo rm -r -f /home/me/'], '/tmp', 'sudo rm -r -f /home/me/ would remove /home/me/: refused'],
    [['rm -rf "$HOME"'], '/tmp', 'rm -rf "$HOME" would remove $HOME: refused'],
    [['rm -rf *'], '/home', 'rm -rf * would remove /home/*: refused'],
    [['rm -rf ./../*'], '/etc/ssl', 'rm -rf ./../* would remove /etc/*: refused'],
    [
      ['rm -rf "$DATA_DIR"/*'],
      '/tmp',
      'rm -rf "$DATA_DIR"/* would remove $DATA_DIR/*, and nothing sets DATA_DIR: refused',
    ],
    [
      ['find /home -type f -exec rm -f {} +'],
      '/tmp',
      'find /home -type f -exec rm -f {} + would remove /home: refused',
    ],
    [['rm -rf /opt/../etc'], '/tmp', 'rm -rf /opt/../etc would remove /opt/../etc: refused'],
  ])('%s in %s are refused', async (commands, cwd, text) => {
    const desk = runDesk([actionWith({ id: 'free', commands, cwd, effect: 'destroys', consent: 'type' })]);
    expect((await desk.done('free')).outcome).toEqual({ kind: 'refused', text });
  });

  it('ask for the name of the host where they destroy', async () => {
    const desk = runDesk([actionWith({ id: 'free', commands: ['true'], effect: 'destroys', consent: 'type' })]);
    const runId = desk.start('free');
    await desk.reaches(runId, 'awaitingConsent');
    expect(refusalOf(() => desk.consent(runId, 'nass'))).toMatchObject({ code: 'INVALID', mend: 'Type Storage.' });
    desk.consent(runId, 'Storage');
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('succeeded');
  });

  it('are not planned while a place is not filled in', () => {
    const desk = runDesk(
      [
        actionWith({ id: 'open', commands: ['kubectl delete pod <pod>'], undeclared: ['pod'] }),
        actionWith({ id: 'unset', commands: ['echo {{port}}'] }),
      ],
      { variables: { port: {} } },
    );
    expect(refusalOf(() => desk.start('open')).message).toContain('places that nobody filled in: pod');
    expect(refusalOf(() => desk.start('unset')).message).toContain('port has no value');
    expect(refusalOf(() => desk.start('nope')).code).toBe('NOT_FOUND');
    expect(desk.storage.journal.state().runs).toEqual({});
  });

  it('are killed when a person stops them', async () => {
    const desk = runDesk([actionWith({ id: 'long', commands: ['echo begun; sleep 60; echo never'] })]);
    const runId = desk.start('long');
    await desk.reaches(runId, 'awaitingConsent');
    desk.consent(runId);
    await vi.waitFor(() => expect(desk.transcript(runId)).toContain('begun\n'), { timeout: 10_000 });
    desk.runs.cancel({ requestId: randomUUID(), runId });
    const run = await desk.reaches(runId, 'ended');
    expect(run.outcome).toEqual({
      kind: 'cancelled',
      text: 'Stopped in step 1 of 1 ("echo begun; sleep 60; echo never").',
    });
    expect(run.stepEnds).toMatchObject([{ index: 0, end: { kind: 'cancelled', killed: true } }]);
    expect(refusalOf(() => desk.runs.cancel({ requestId: randomUUID(), runId })).code).toBe('CONFLICT');
  });

  it('keep what a terminal would obey, and secrets, out of the transcript', async () => {
    const desk = runDesk([actionWith({ id: 'look', commands: ['tell'], effect: 'reads' })]);
    program(desk.programs, 'tell', String.raw`printf '\033[31mred\033[0m hunter2 \r\n'; false`);
    const runs = createRuns({ ...desk.parts, secrets: () => ['hunter2'] });
    const runId = runs.start({
      requestId: randomUUID(),
      incidentId: null,
      hostId: 'nas',
      serviceId: null,
      runbookId: 'test',
      actionId: 'look',
    });
    const run = await desk.reaches(runId, 'ended');
    expect(desk.transcript(runId)).toContain('red [redacted] \n');
    expect(JSON.stringify(run.findings)).not.toContain('hunter2');
    await runs.close();
  });
});
