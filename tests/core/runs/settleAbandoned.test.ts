import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import { temporaryFolder, temporaryStorage } from '#tests/core/storage/support.ts';
import { actionWith, runDesk } from './desk.ts';
import { clock } from './localHost.ts';

describe('Sitrep killed at any point of a run', () => {
  it('finds each run at its next start and names what is true of it, without doing anything on the host', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'app-1'), 'one');
    const action = actionWith({
      id: 'clear',
      commands: [],
      effect: 'destroys',
      consent: 'confirm',
      remedy: { kind: 'clear-temporary-data', options: { files: `${folder}/app-*` } },
    });
    const desk = runDesk([action]);
    const run = await desk.done('clear');
    await desk.undone(run.id);
    const events = desk.storage.journal.eventsAfter(0, 1_000).filter((event) => event.type.startsWith('run.'));
    const before = fs.readdirSync(folder);
    const told: string[] = [];
    for (let length = 1; length <= events.length; length += 1) {
      const { journal } = temporaryStorage(clock);
      const entries = events
        .slice(0, length)
        .map(({ type, data, occurredAt }) => ({ type, data, occurredAt }) as JournalEntry);
      journal.append(entries, { actor: 'sitrep', requestId: null });
      const runs = createRuns({ ...desk.parts, journal, sessionOf: () => null });
      runs.settleAbandoned();
      const settled = journal.state().runs[run.id];
      expect(settled?.stage).toBe('ended');
      expect(settled?.outcome).not.toBeNull();
      told.push(`${events[length - 1]?.type ?? ''}: ${settled?.outcome?.kind ?? ''}`);
      const revision = journal.state().revision;
      runs.settleAbandoned();
      expect(journal.state().revision).toBe(revision);
      await runs.close();
    }
    expect(fs.readdirSync(folder)).toEqual(before);
    expect(told).toEqual([
      'run.planned: cancelled',
      'run.preflighted: cancelled',
      'run.stageEntered: cancelled',
      'run.consented: cancelled',
      'run.stageEntered: cancelled',
      'run.captured: cancelled',
      'run.stageEntered: unknown',
      'run.stepStarted: unknown',
      'run.stepEnded: unknown',
      'run.stepStarted: unknown',
      'run.stepEnded: unknown',
      'run.stageEntered: unknown',
      'run.ended: succeeded',
      'run.stageEntered: succeeded',
      'run.undone: succeeded',
    ]);
  });

  it('lets a way back that was cut off be taken again', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'app-1'), 'one');
    const desk = runDesk([
      actionWith({
        id: 'clear',
        commands: [],
        effect: 'destroys',
        consent: 'confirm',
        remedy: { kind: 'clear-temporary-data', options: { files: `${folder}/app-*` } },
      }),
    ]);
    const run = await desk.done('clear');
    desk.storage.journal.append([{ type: 'run.stageEntered', data: { runId: run.id, stage: 'undoing', text: '' } }], {
      actor: 'person',
      requestId: randomUUID(),
    });
    const next = createRuns(desk.parts);
    next.settleAbandoned();
    expect(desk.runOf(run.id)).toMatchObject({ stage: 'ended', undoneAt: null });
    next.undo({ requestId: randomUUID(), runId: run.id });
    await desk.reaches(run.id, 'ended');
    expect(desk.runOf(run.id).undoneAt).not.toBeNull();
    expect(fs.readFileSync(path.join(folder, 'app-1'), 'utf8')).toBe('one');
    await next.close();
  });
});
