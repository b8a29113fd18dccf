import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { offeredRemedy } from '#shared/incident/offeredRemedy.ts';
import type { Run } from '#shared/run/run.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { actionWith, runDesk, storyOf, type TestDesk } from './desk.ts';
import { restart, unit } from './standInUnits.ts';

function openIncident({ storage }: TestDesk): void {
  const incident = {
    incidentId: 'INC-1',
    title: 'photos is down',
    severity: 1,
    severityReason: '',
    causeKey: 'photos',
  };
  const about = { hostId: 'nas', serviceId: 'photos', alertIds: [], runbookId: 'test', runbookHash: 'hash' };
  const times = { startedAt: 0, detectedAt: 0, followsIncidentId: null };
  storage.journal.append(
    [
      {
        type: 'incident.opened',
        data: { ...incident, ...about, ...times, severity: 1, variables: { unit: 'photos' } },
      },
    ],
    { actor: 'sitrep', requestId: null },
  );
}
const click = ({ runs }: TestDesk, actionId: string): string =>
  runs.startByClick({ requestId: randomUUID(), incidentId: 'INC-1', actionId });

describe('a remedy started by one click outside the window', () => {
  it('goes from the click to the proof where a click is all it asks, and the journal says so', async () => {
    const desk = runDesk([restart]);
    openIncident(desk);
    unit(desk, 'photos', 'failed');
    const run = await desk.reaches(click(desk, 'restart'), 'ended');
    expect(run).toMatchObject({ clicked: true, outcome: { kind: 'succeeded' } });
    expect(storyOf(desk.storage.journal, run.id)).toEqual([
      'planned',
      'preflighted',
      'consented',
      'stage executing',
      'stepStarted',
      'stepEnded',
      'stage verifying',
      'ended',
    ]);
  });

  it('waits at its preflight where that found a cost, and where more than a click is asked', async () => {
    const careful = actionWith({ id: 'careful', commands: ['true'], consent: 'confirm' });
    const desk = runDesk([restart, careful]);
    openIncident(desk);
    unit(desk, 'photos', 'active', { requiredby: 'gallery.service' });
    unit(desk, 'gallery', 'active');
    await desk.reaches(click(desk, 'restart'), 'awaitingConsent');
    await desk.reaches(click(desk, 'careful'), 'awaitingConsent');
    expect(fs.readFileSync(path.join(desk.units, 'calls'), 'utf8')).not.toMatch(/^restart/m);
  });

  it('runs once for two clicks, and asks when the last one ended with nobody knowing how', async () => {
    const desk = runDesk([restart]);
    openIncident(desk);
    unit(desk, 'photos', 'active', { slow: '1' });
    const runId = click(desk, 'restart');
    await desk.reaches(runId, 'executing');
    expect(click(desk, 'restart')).toBe(runId);
    await vi.waitFor(() => expect(fs.readFileSync(path.join(desk.units, 'calls'), 'utf8')).toMatch(/^restart/m));
    desk.host.cut();
    expect((await desk.reaches(runId, 'ended')).outcome?.kind).toBe('unknown');
    desk.host.plug();
    const again = await desk.reaches(click(desk, 'restart'), 'awaitingConsent');
    expect(again.clicked).toBe(true);
  });

  it('is refused with its reason where another run is in the way by then', async () => {
    const desk = runDesk([restart, actionWith({ id: 'other', commands: ['sleep 1'], resource: 'unit:photos' })]);
    openIncident(desk);
    unit(desk, 'photos', 'active');
    const other = desk.start('other');
    await desk.reaches(other, 'awaitingConsent');
    const runId = click(desk, 'restart');
    desk.consent(other);
    const { outcome } = await desk.reaches(runId, 'ended');
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome?.text).toMatch(/^"other" is running on Storage \(unit:photos\)\. Wait until it has ended/);
    await desk.reaches(other, 'ended');
  });
});

describe('what the built-in runbooks offer in one click', () => {
  const folder = path.join(import.meta.dirname, '../../../assets/runbooks');
  it.each(fs.readdirSync(folder).filter((name) => name.endsWith('.md')))(
    '%s: each remedy that a finding may suggest is offered by its name, and asks first unless a click is its consent',
    (name) => {
      const runbook = readRunbook(fs.readFileSync(path.join(folder, name), 'utf8'));
      const remedies = runbook.actions.filter((action) => action.effect !== 'reads');
      expect(remedies.length).toBeGreaterThan(2);
      const desk = runDesk([actionWith({ id: 'look', commands: ['true'], effect: 'reads' })]);
      openIncident(desk);
      const incident = desk.storage.journal.state().incidents['INC-1'];
      if (incident === undefined) throw new Error('no incident');
      for (const action of remedies) {
        const finding = { id: 'f', severity: 'critical', text: 'broken', proof: '' } as const;
        const suggests = [{ actionId: action.id, reason: 'it helps' }];
        const run = { ...plannedRun, findings: [{ ...finding, suggests }] };
        expect(offeredRemedy(runbook, { ...incident, runIds: ['r'] }, [run])).toEqual({
          actionId: action.id,
          title: action.title,
          reason: 'it helps',
          asks: action.needsCwd || (action.consent !== 'click' && action.consent !== 'none'),
        });
      }
    },
  );
});

const plannedRun: Run = {
  id: 'r',
  incidentId: 'INC-1',
  hostId: 'nas',
  serviceId: null,
  subject: { kind: 'evidence' },
  plan: {
    title: 'Evidence',
    effect: 'reads',
    consent: 'none',
    steps: [],
    verification: null,
    resource: 'none',
    wayBack: { kind: 'none', why: '' },
  },
  stage: 'ended',
  preflight: [],
  wayBack: { kind: 'none', why: '' },
  stepEnds: [],
  outcome: { kind: 'succeeded', text: '' },
  startedAt: 0,
  endedAt: 0,
  cancelRequested: false,
  undoneAt: null,
  findings: [],
};
