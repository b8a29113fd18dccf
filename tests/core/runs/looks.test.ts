import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { actionWith, runDesk, storyOf } from './desk.ts';
import { refusalOf, restart, unit } from './standInUnits.ts';

describe('runs that only look', () => {
  it('ask every command at once and tell findings by the rules of the runbook and of any program', async () => {
    const desk = runDesk(
      [
        actionWith({
          id: 'look',
          commands: [
            'echo "line 14: oops in {{unit}}"',
            'echo "nginx: [emerg] unexpected \\";\\" in /etc/nginx/nginx.conf:7" >&2; exit 1',
          ],
          effect: 'reads',
        }),
        restart,
      ],
      {
        findings: [
          {
            id: 'bad-line',
            action: 'look',
            pattern: String.raw`^line (\d+): (?<what>\w+)`,
            severity: 'critical',
            text: 'Line $1 is bad: $<what>',
            suggests: [{ actionId: 'restart', reason: 'after line $1' }],
          },
        ],
      },
    );
    const runId = desk.start('look');
    const run = await desk.reaches(runId, 'ended');
    expect(run.findings).toMatchObject([
      {
        id: 'bad-line',
        text: 'Line 14 is bad: oops',
        proof: 'line 14: oops in photos',
        suggests: [{ actionId: 'restart', reason: 'after line 14' }],
      },
      { id: 'config-syntax', text: 'Error in /etc/nginx/nginx.conf, line 7: nginx: [emerg] unexpected ";"' },
      { id: 'step-2', severity: 'warning' },
    ]);
    expect(run.outcome).toEqual({ kind: 'succeeded', text: '2 commands, 1 without success, 3 findings' });
    const story = storyOf(desk.storage.journal, runId);
    expect(story.filter((told, index) => told !== 'found' || index === story.lastIndexOf('found'))).toEqual([
      'planned',
      'stage executing',
      'stepStarted',
      'stepStarted',
      'stepEnded',
      'stepEnded',
      'found',
      'ended',
    ]);
    expect(desk.monitor.changes).toEqual([]);
  });

  it('tell a finding with the output that decides it, while others are still awaited, and all that stands at the end', async () => {
    const desk = runDesk(
      [
        actionWith({
          id: 'look',
          commands: ['echo "line 14: oops"', 'until [ -e "$HOME/go" ]; do sleep 0.05; done; echo "line 15: fine"'],
          effect: 'reads',
        }),
      ],
      {
        findings: [
          { id: 'bad', action: 'look', pattern: 'oops', severity: 'critical', text: 'Line 14 is bad', suggests: [] },
          { id: 'good', action: 'look', pattern: 'fine', severity: 'info', text: 'Line 15 is fine', suggests: [] },
        ],
      },
    );
    const runId = desk.start('look');
    await vi.waitFor(() => expect(desk.runOf(runId).findings).not.toEqual([]), { timeout: 10_000, interval: 10 });
    expect(desk.runOf(runId)).toMatchObject({ stage: 'executing', findings: [{ id: 'bad' }] });
    expect(desk.runOf(runId).stepEnds).toHaveLength(1);
    fs.writeFileSync(path.join(desk.folder, 'go'), '');
    const run = await desk.reaches(runId, 'ended');
    expect(run.findings.map(({ id }) => id)).toEqual(['bad', 'good']);
  });

  it('let a command that hangs hold up none of the others, and keep their outputs in the order of the plan', async () => {
    const commands = ['sleep 1; echo late', ...Array.from({ length: 6 }, (_, index) => `echo look ${String(index)}`)];
    const desk = runDesk([actionWith({ id: 'look', commands, effect: 'reads' })]);
    const runId = desk.start('look');
    const run = await desk.reaches(runId, 'ended');
    expect(run.stepEnds.map(({ index }) => index).at(-1)).toBe(0);
    expect(run.outcome?.text).toBe('7 commands, nothing conspicuous');
  });

  it('do not wait for a remedy on the same host', async () => {
    const desk = runDesk([restart, actionWith({ id: 'look', commands: ['echo hi'], effect: 'reads' })]);
    unit(desk, 'photos', 'active', { slow: '1' });
    const remedy = desk.start('restart');
    await desk.reaches(remedy, 'awaitingConsent');
    desk.consent(remedy);
    const looked = await desk.reaches(desk.start('look'), 'ended');
    expect(looked.outcome?.kind).toBe('succeeded');
    expect(desk.runOf(remedy).stage).not.toBe('ended');
    await desk.reaches(remedy, 'ended');
  });
});

describe('evidence', () => {
  it('is gathered by itself from the unit of the incident and its host, in short findings', async () => {
    const desk = runDesk([restart]);
    unit(desk, 'photos', 'failed');
    fs.writeFileSync(
      path.join(desk.programs, 'journalctl'),
      '#!/bin/sh\necho "2026-11-23T03:11:00 nas photos[7]: Error: listen EADDRINUSE: address already in use :::3000"\n',
      { mode: 0o755 },
    );
    const at = Date.now();
    desk.storage.journal.append(
      [
        {
          type: 'incident.opened',
          data: {
            incidentId: 'INC-1',
            title: 'photos is down',
            severity: 1,
            severityReason: '',
            causeKey: 'photos',
            hostId: 'nas',
            serviceId: 'photos',
            alertIds: [],
            runbookId: 'test',
            runbookHash: 'hash',
            variables: { unit: 'photos' },
            startedAt: at,
            detectedAt: at,
            followsIncidentId: null,
          },
        },
      ],
      { actor: 'sitrep', requestId: null },
    );
    const run = await desk.reaches(desk.runs.collectEvidence({ requestId: null, incidentId: 'INC-1' }), 'ended');
    expect(run.subject).toEqual({ kind: 'evidence' });
    const byId = new Map(run.findings.map((finding) => [finding.id, finding]));
    expect(byId.get('unit')).toMatchObject({
      severity: 'critical',
      text: 'unit photos failed: exit 1',
      suggests: [{ actionId: 'restart' }],
    });
    expect(byId.get('port-taken')?.text).toBe('The port 3000 is taken by another program');
    expect(byId.get('disk:/')?.text).toMatch(/^disk \/ \d+ %$/);
    expect(byId.get('memory')?.text).toMatch(/^memory \d+ %$/);
    expect(desk.storage.journal.state().incidents['INC-1']?.runIds).toEqual([run.id]);
    expect(refusalOf(() => desk.runs.collectEvidence({ requestId: null, incidentId: 'nope' })).code).toBe('NOT_FOUND');
  });
});
