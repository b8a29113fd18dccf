import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import { actionWith, runDesk, storyOf } from './desk.ts';
import { calls, refusalOf, restart, unit } from './standInUnits.ts';

describe('restarting a unit', () => {
  it('goes from plan to proof, each step journalled before it happens', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'failed');
    const runId = desk.start('restart');
    const waiting = await desk.reaches(runId, 'awaitingConsent');
    expect(waiting.preflight).toEqual([
      { verdict: 'fine', text: 'Unit photos is failed: exit 1, enabled' },
      { verdict: 'fine', text: 'No other unit depends on it' },
      { verdict: 'fine', text: 'sudo allows: systemctl restart photos' },
    ]);
    expect(waiting.plan).toMatchObject({
      resource: 'unit:photos',
      wayBack: { kind: 'none', why: 'A restart cannot be taken back.' },
    });
    expect(waiting.plan.verification).toEqual({ checkIds: ['photos-unit'], windowMs: 60_000 });
    expect(calls(desk, 'restart')).toBe(0);
    desk.consent(runId);
    const run = await desk.reaches(runId, 'ended');
    expect(run.outcome).toEqual({
      kind: 'succeeded',
      text: 'Done: photos-unit not seen; unit photos is active (running)',
    });
    expect(storyOf(desk.storage.journal, runId)).toEqual([
      'planned',
      'preflighted',
      'stage awaitingConsent',
      'consented',
      'stage executing',
      'stepStarted',
      'stepEnded',
      'stage verifying',
      'ended',
    ]);
    expect(desk.monitor.changes).toEqual(['begin photos-unit', 'end']);
    expect(desk.transcript(runId)).toBe('$ sudo systemctl restart photos\nexit status 0\n');
  });

  it('counts as failed when the unit does not recover, whatever the exit status was', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'failed', { broken: '' });
    const { outcome } = await desk.done('restart');
    expect(outcome?.kind).toBe('failed');
    expect(outcome?.text).toContain('Not as it should be within 60 s: ');
    expect(outcome?.text).toContain('unit photos is failed: exit 1 (the last command: exit status 1)');
  });

  it('says which units pay for it, and asks more than a click then', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'active', { requiredby: 'gallery.service idle.service' });
    unit(desk, 'gallery', 'active');
    unit(desk, 'idle', 'inactive');
    const runId = desk.start('restart');
    const { preflight } = await desk.reaches(runId, 'awaitingConsent');
    expect(preflight.filter((item) => item.verdict === 'cost')).toEqual([
      { verdict: 'cost', text: 'gallery.service restarts too' },
    ]);
    desk.consent(runId);
    await desk.reaches(runId, 'ended');
    const consented = desk.storage.journal.eventsAfter(0, 1_000).find((event) => event.type === 'run.consented');
    expect(consented?.data).toMatchObject({ how: 'confirm' });
  });

  it.each([
    ['there is no such unit', {}, restart, 'There is no unit photos on Storage'],
    ['the unit is masked', { unitfile: 'masked' }, restart, 'Unit photos is masked and cannot start: unmask it first'],
    [
      'its configuration test fails',
      { unitfile: 'enabled' },
      {
        ...restart,
        remedy: { kind: 'restart-unit', options: { unit: '{{unit}}', test: 'echo "bad line 14" >&2; exit 1' } },
      },
      'Configuration test failed (echo "bad line 14" >&2; exit 1): bad line 14',
    ],
  ])('is refused when %s', async (_why, files, action, text) => {
    const desk = runDesk([action]);
    if (Object.keys(files).length > 0) unit(desk, 'photos', 'active', files);
    const run = await desk.done('restart');
    expect(run.outcome).toEqual({ kind: 'refused', text });
    expect(calls(desk, 'restart')).toBe(0);
  });

  it('is refused when sudo would ask for a password', async () => {
    const desk = runDesk([
      actionWith({ id: 'restart', commands: ['sudo systemctl restart forbidden'], remedy: restart.remedy }),
    ]);
    unit(desk, 'photos', 'active');
    const { outcome } = await desk.done('restart');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toContain('allow "systemctl restart forbidden" with NOPASSWD in sudoers');
  });

  it('never runs twice at a time for one unit', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'active', { slow: '0.5' });
    const first = desk.start('restart');
    const second = desk.start('restart');
    await desk.reaches(first, 'awaitingConsent');
    await desk.reaches(second, 'awaitingConsent');
    desk.consent(first);
    expect(refusalOf(() => desk.consent(second))).toMatchObject({
      code: 'CONFLICT',
      message: '"restart" is running on Storage (unit:photos)',
    });
    expect(refusalOf(() => desk.start('restart')).code).toBe('CONFLICT');
    await desk.reaches(first, 'ended');
    desk.runs.cancel({ requestId: randomUUID(), runId: second });
    expect(desk.runOf(second).outcome).toEqual({ kind: 'cancelled', text: 'Not run: nothing was changed' });
    expect(calls(desk, 'restart')).toBe(1);
  });

  it('answers a repeated request with the first result', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'active');
    const requestId = randomUUID();
    const runId = desk.start('restart', requestId);
    expect(desk.start('restart', requestId)).toBe(runId);
    await desk.reaches(runId, 'awaitingConsent');
    const consent = { requestId: randomUUID(), runId, typed: null };
    desk.runs.consent(consent);
    desk.runs.consent(consent);
    await desk.reaches(runId, 'ended');
    desk.runs.consent(consent);
    expect(calls(desk, 'restart')).toBe(1);
  });
});

describe('a connection lost in the middle', () => {
  it('leaves the run unknown, repeats nothing, and tells what is seen afterwards', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'failed', { slow: '1' });
    const runId = desk.start('restart');
    await desk.reaches(runId, 'awaitingConsent');
    desk.consent(runId);
    await vi.waitFor(() => expect(calls(desk, 'restart')).toBe(1), { timeout: 10_000 });
    desk.host.cut();
    const run = await desk.reaches(runId, 'ended');
    expect(run.outcome?.kind).toBe('unknown');
    expect(run.outcome?.text).toContain('Nobody knows whether step 1 of 1');
    await vi.waitFor(() => expect(fs.readFileSync(path.join(desk.units, 'photos.active'), 'utf8')).toBe('active\n'), {
      timeout: 10_000,
    });
    desk.host.plug();
    await vi.waitFor(() => expect(desk.runOf(runId).findings).toHaveLength(1), { timeout: 10_000 });
    expect(desk.runOf(runId).findings[0]).toMatchObject({
      id: 'seen-afterwards',
      severity: 'ok',
      text: 'Seen afterwards: photos-unit not seen; unit photos is active (running)',
    });
    expect(desk.runOf(runId).outcome?.kind).toBe('unknown');
    expect(calls(desk, 'restart')).toBe(1);
  });

  it('refuses to begin where the host cannot be asked', async () => {
    const desk = runDesk([restart]);
    desk.host.cut();
    const { outcome } = await desk.done('restart');
    expect(outcome?.kind).toBe('refused');
    expect(outcome?.text).toContain('Storage could not be asked: did not start: ');
  });
});

describe('runs that an earlier process left', () => {
  it('are settled at the start: what never began is not run, what was under way is unknown', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'active', { slow: '0.3' });
    const waiting = desk.start('restart');
    await desk.reaches(waiting, 'awaitingConsent');
    const working = desk.start('restart');
    await desk.reaches(working, 'awaitingConsent');
    desk.consent(working);
    await vi.waitFor(() => expect(desk.runOf(working).stage).toBe('executing'));
    const next = createRuns(desk.parts);
    next.settleAbandoned();
    expect(desk.runOf(waiting).outcome).toEqual({
      kind: 'cancelled',
      text: 'Sitrep ended before it began; nothing was changed.',
    });
    expect(desk.runOf(working).outcome?.kind).toBe('unknown');
    await vi.waitFor(() => expect(desk.runOf(working).findings[0]?.id).toBe('seen-afterwards'), { timeout: 10_000 });
    await next.close();
  });
});
