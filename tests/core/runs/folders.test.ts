import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { rememberedFolder } from '#shared/run/rememberedFolder.ts';
import { actionWith, runDesk, storyOf, type TestDesk } from './desk.ts';

const look = actionWith({ id: 'look', commands: ['cat note.txt', 'hostname'], effect: 'reads', needsCwd: true });
const change = actionWith({ id: 'change', commands: ['cp note.txt copy.txt'], needsCwd: true });
const inner = {
  ...actionWith({ id: 'inner', commands: ['cat note.txt'], cwd: 'app', effect: 'reads' }),
  needsCwd: true,
};
const wipe = actionWith({ id: 'wipe', commands: ['rm -f *.tmp'], effect: 'destroys', consent: 'type', needsCwd: true });

/** A desk whose host has a folder with a note, and one more below it. */
function withFolder() {
  const desk = runDesk([look, change, inner, wipe]);
  const folder = path.join(desk.folder, 'my site');
  fs.mkdirSync(path.join(folder, 'app'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'note.txt'), 'outer note\n');
  fs.writeFileSync(path.join(folder, 'app', 'note.txt'), 'inner note\n');
  const name = (runId: string, text: string, requestId: string = randomUUID()) =>
    desk.runs.nameFolder({ requestId, runId, folder: text });
  return { ...desk, inFolder: folder, name };
}

async function refused(work: Promise<void>): Promise<RequestError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RequestError) return error;
  throw new Error('it was not refused', { cause: error });
}

const cwds = (desk: TestDesk, runId: string) => desk.runOf(runId).plan.steps.map(({ cwd }) => cwd);

describe('a run whose runbook names no folder', () => {
  it('waits for one before it looks or asks anything, and then runs there what needs it', async () => {
    const desk = withFolder();
    const runId = desk.start('look');
    expect(desk.runOf(runId)).toMatchObject({ stage: 'awaitingFolder', plan: { folder: null }, stepEnds: [] });
    await desk.name(runId, ` ${desk.inFolder}// `);
    const run = await desk.reaches(runId, 'ended');
    expect(run.plan.folder).toBe(desk.inFolder);
    expect(cwds(desk, runId)).toEqual([desk.inFolder, null]);
    expect(desk.transcript(runId)).toContain('outer note');
    expect(storyOf(desk.storage.journal, runId).slice(0, 4)).toEqual([
      'planned',
      'stage awaitingFolder',
      'folderNamed',
      'stage executing',
    ]);
  });

  it('is preflighted there, may be moved elsewhere before the consent, and changes nothing else', async () => {
    const desk = withFolder();
    const runId = desk.start('change');
    await desk.name(runId, path.join(desk.inFolder, 'app'));
    await desk.reaches(runId, 'awaitingConsent');
    await desk.name(runId, desk.inFolder);
    await desk.reaches(runId, 'awaitingConsent');
    desk.consent(runId);
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('succeeded');
    expect(fs.readFileSync(path.join(desk.inFolder, 'copy.txt'), 'utf8')).toBe('outer note\n');
    expect(fs.existsSync(path.join(desk.inFolder, 'app', 'copy.txt'))).toBe(false);
    expect((await refused(desk.name(runId, desk.inFolder))).code).toBe('CONFLICT');
  });

  it('takes the folders of the document from there on, and the home of the user on the host by ~', async () => {
    const desk = withFolder();
    const runId = desk.start('inner');
    await desk.name(runId, '~/my site');
    await desk.reaches(runId, 'ended');
    expect(cwds(desk, runId)).toEqual([path.join(desk.inFolder, 'app')]);
    expect(desk.transcript(runId)).toContain('inner note');
  });

  it('goes on waiting when the name cannot be right, and says why', async () => {
    const desk = withFolder();
    const runId = desk.start('change');
    expect((await refused(desk.name(runId, 'my site'))).mend).toContain('Write it from / on');
    expect((await refused(desk.name(runId, '/no/such/place'))).message).toBe(
      '/no/such/place is no folder on Storage that can be entered',
    );
    expect((await refused(desk.name(runId, path.join(desk.inFolder, 'note.txt')))).code).toBe('INVALID');
    expect((await refused(desk.name(runId, '/'))).message).toContain('whole system');
    expect(desk.runOf(runId).stage).toBe('awaitingFolder');
    desk.host.cut();
    expect((await refused(desk.name(runId, desk.inFolder))).code).toBe('UNAVAILABLE');
    desk.host.plug();
    desk.runs.cancel({ requestId: randomUUID(), runId });
    expect(desk.runOf(runId).outcome).toEqual({ kind: 'cancelled', text: 'Not run: nothing was changed' });
    expect((await refused(desk.name(runId, desk.inFolder))).code).toBe('CONFLICT');
  });

  it('deletes nothing in a folder that is a whole system or a home, by whichever name', async () => {
    const desk = withFolder();
    const runId = desk.start('wipe');
    const link = path.join(desk.inFolder, 'link');
    fs.symlinkSync('/usr', link);
    expect((await refused(desk.name(runId, '/var/'))).message).toContain('a whole system or a home');
    expect((await refused(desk.name(runId, link))).message).toContain('a whole system or a home');
    await desk.name(runId, desk.inFolder);
    expect((await desk.reaches(runId, 'awaitingConsent')).preflight).toContainEqual({
      verdict: 'cost',
      text: 'It deletes, overwrites or resets, and nothing brings that back',
    });
  });

  it('remembers the folder for the same action on the same host only', async () => {
    const desk = withFolder();
    const first = desk.start('look');
    await desk.name(first, desk.inFolder);
    await desk.reaches(first, 'ended');
    const remembered = (actionId: string) => {
      const run = desk.runOf(desk.start(actionId));
      return [run, { ...run, hostId: 'other' }].map((one) =>
        rememberedFolder(one, Object.values(desk.storage.journal.state().runs)),
      );
    };
    expect(remembered('look')).toEqual([desk.inFolder, null]);
    expect(remembered('change')).toEqual([null, null]);
  });

  it('gets the same answer for the same request, and is given up when Sitrep ends', async () => {
    const desk = withFolder();
    const runId = desk.start('change');
    const requestId = randomUUID();
    await desk.name(runId, desk.inFolder, requestId);
    await desk.name(runId, '/var', requestId);
    expect(cwds(desk, runId)).toEqual([desk.inFolder]);
    const waiting = desk.start('look');
    await desk.runs.close();
    const next = createRuns(desk.parts);
    next.settleAbandoned();
    expect(desk.runOf(waiting).outcome).toEqual({
      kind: 'cancelled',
      text: 'Sitrep ended before it began; nothing was changed.',
    });
    await next.close();
  });
});
