import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';

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
    expect((await desk.done('both')).outcome).toEqual({ kind: 'refused', text: 'There is no unit gallery on nas' });
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
