import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { temporaryFolder } from '#tests/core/storage/support.ts';
import { actionWith, runDesk, storyOf, type TestDesk } from './desk.ts';
import { program } from './localHost.ts';

const restart = actionWith({
  id: 'restart',
  commands: ['sudo systemctl restart {{unit}}'],
  remedy: { kind: 'restart-unit', options: { unit: '{{unit}}' } },
});

function unit({ units }: TestDesk, name: string, state: string, more: Readonly<Record<string, string>> = {}): void {
  const files = { active: state, unitfile: 'enabled', ...more };
  for (const [kind, text] of Object.entries(files)) fs.writeFileSync(path.join(units, `${name}.${kind}`), `${text}\n`);
}
const calls = ({ units }: TestDesk, verb: string): number =>
  fs
    .readFileSync(path.join(units, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(verb)).length;

function refusalOf(work: () => unknown): RequestError {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

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
      text: 'Recovered: photos-unit not seen; unit photos is active (running)',
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
    expect(outcome?.text).toContain('No recovery within 60 s: ');
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
    ['there is no such unit', {}, restart, 'There is no unit photos on nas'],
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
      message: '"restart" is running on nas (unit:photos)',
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
      'There is no cd-less-program-that-is-not-there on nas (looked from /tmp)',
    ],
    [['true'], '/no/such/folder', 'The folder /no/such/folder cannot be entered on nas'],
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

  it('are not planned while a place is not filled in or a folder is not known', () => {
    const desk = runDesk(
      [
        actionWith({ id: 'open', commands: ['kubectl delete pod <pod>'], undeclared: ['pod'] }),
        actionWith({ id: 'relative', commands: ['./x.sh'], needsCwd: true }),
        actionWith({ id: 'unset', commands: ['echo {{port}}'] }),
      ],
      { variables: { port: {} } },
    );
    expect(refusalOf(() => desk.start('open')).message).toContain('places that nobody filled in: pod');
    expect(refusalOf(() => desk.start('relative')).mend).toContain('cwd');
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
      text: 'Seen afterwards: Recovered: photos-unit not seen; unit photos is active (running)',
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
    expect(storyOf(desk.storage.journal, runId)).toEqual([
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
