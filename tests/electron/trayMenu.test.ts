import { describe, expect, it } from 'vitest';
import type { CheckState } from '#shared/check/checkState.ts';
import { type DeskState, emptyDeskState } from '#shared/desk/deskState.ts';
import type { LiveView } from '#shared/host/liveView.ts';
import type { OfferedRemedy } from '#shared/notification/notification.ts';
import type { Run, RunOutcome } from '#shared/run/run.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { minuteMs } from '#shared/time/instant.ts';
import { type IncidentHints, type TrayItem, trayMenu } from '../../src/main/electron/tray/trayMenu.ts';

const now = Date.UTC(2026, 10, 23, 3, 14);
const remedy = (changes: Partial<OfferedRemedy> = {}): OfferedRemedy => ({
  actionId: 'restart',
  title: 'Restart the service',
  reason: 'it helps',
  asks: false,
  ...changes,
});
const noHints: IncidentHints = { responseDueBy: () => null, nextRemedy: () => null };

function incident(id: string, changes: Partial<Incident> = {}): Incident {
  return {
    id,
    title: `${id} is down`,
    severity: 2,
    severityBy: 'suggested',
    status: 'investigating',
    causeKey: id,
    hostId: 'nas',
    serviceId: null,
    alertIds: [],
    runbookId: 'r',
    runbookHash: 'h',
    variables: {},
    timestamps: {
      startedAt: now - minuteMs,
      detectedAt: now - minuteMs,
      acknowledgedAt: null,
      mitigatedAt: null,
      resolvedAt: null,
      closedAt: null,
    },
    marks: {},
    runIds: [],
    messages: [],
    drafts: {},
    cause: null,
    nextUpdateBy: null,
    breached: [],
    recoveredByItself: false,
    followsIncidentId: null,
    ...changes,
  };
}

function desk(...incidents: readonly Incident[]): DeskState {
  return { ...emptyDeskState, incidents: Object.fromEntries(incidents.map((one) => [one.id, one])) };
}

function check(phase: CheckState['phase']): CheckState {
  return { checkId: 'c', revision: 'r', phase, last: null, alertId: null, changes: [], flapping: false, mutedBy: null };
}

const ok = check({ kind: 'ok', sinceAt: 0 });
const hard = (outcome: 'warning' | 'critical' | 'unknown') =>
  check({ kind: 'hard', outcome, problemSinceAt: 0, good: 0 });
const unseen = check({ kind: 'unobserved', reason: { kind: 'notYet' }, sinceAt: 0 });
const soft = check({ kind: 'soft', outcome: 'critical', problemSinceAt: 0, bad: 1 });

function live(...hosts: readonly (readonly CheckState[])[]): LiveView {
  return {
    takenAt: now,
    observer: { kind: 'healthy' },
    hosts: hosts.map((checks, index) => ({
      hostId: `host${index}`,
      connection: { kind: 'idle' },
      checks: [...checks],
    })),
  };
}

const labels = (items: readonly TrayItem[]) => items.map((item) => (item.kind === 'separator' ? '----' : item.label));

describe('the tray menu', () => {
  it('shows the gravest incident with its deadline and what to do about it', () => {
    const acknowledged = { ...incident('nas').timestamps, acknowledgedAt: now };
    const menu = trayMenu(
      desk(incident('nas', { timestamps: acknowledged }), incident('auditor', { severity: 1 })),
      live(),
      now,
      {
        responseDueBy: () => now + 11.5 * minuteMs,
        nextRemedy: ({ id }) => (id === 'auditor' ? remedy({ title: 'Restore last good config', asks: true }) : null),
      },
    );
    expect(labels(menu.items)).toStrictEqual([
      '■ P1 auditor is down  (response due in 12 min)',
      '    Acknowledge',
      '    Restore last good config...  (asks first)',
      '    Write update...',
      '■ P2 nas is down',
      '----',
      'No hosts yet',
      'Pause notifications for 1 h',
      'Open Sitrep',
      'Quit',
    ]);
    expect(menu).toMatchObject({ state: 'critical', tooltip: 'Sitrep: P1 auditor is down' });
    const other = menu.items[4];
    expect(other?.kind === 'submenu' && labels(other.items)).toStrictEqual(['Open', 'Write update...']);
  });

  it('offers a remedy by its name where choosing it is the consent, and follows it to its end', () => {
    const plan: Run['plan'] = {
      title: 'Restart the service',
      effect: 'changes',
      consent: 'click',
      steps: [{ title: '', command: 'true', cwd: null, timeoutMs: 1 }],
      verification: null,
      resource: 'host',
      wayBack: { kind: 'none', why: '' },
    };
    const run = (stage: Run['stage'], outcome: RunOutcome | null = null): Run => ({
      id: 'r1',
      incidentId: 'nas',
      hostId: 'nas',
      serviceId: null,
      subject: { kind: 'action', runbookId: 'r', runbookHash: 'h', actionId: 'restart' },
      plan,
      stage,
      preflight: [],
      wayBack: plan.wayBack,
      stepEnds: [],
      findings: [],
      outcome,
      startedAt: now,
      endedAt: null,
      cancelRequested: false,
      undoneAt: null,
    });
    const acknowledged = { ...incident('nas').timestamps, acknowledgedAt: now };
    const shown = (...runs: readonly Run[]) => {
      const one = incident('nas', { timestamps: acknowledged, runIds: runs.map(({ id }) => id) });
      const state = { ...desk(one), runs: Object.fromEntries(runs.map((each) => [each.id, each])) };
      const { items } = trayMenu(state, live(), now, { ...noHints, nextRemedy: () => remedy() });
      return items.slice(1, labels(items).indexOf('    Write update...'));
    };
    const restart = { kind: 'startRemedy', incidentId: 'nas', actionId: 'restart' };
    expect(shown()).toEqual([{ kind: 'command', label: '    Restart the service', command: restart }]);
    expect(shown(run('verifying'))).toEqual([
      {
        kind: 'command',
        label: '    Restart the service: waiting for the recovery',
        command: { kind: 'openRun', incidentId: 'nas', runId: 'r1' },
      },
      { kind: 'command', label: '    Stop it', command: { kind: 'stopRun', runId: 'r1' } },
    ]);
    expect(labels(shown(run('awaitingConsent')))).toEqual([
      '    Restart the service: waits for your consent...',
      '    Do not run it',
    ]);
    expect(labels(shown(run('ended', { kind: 'unknown', text: '' })))).toEqual([
      '    Restart the service: nobody knows how it ended, look first',
      '    Restart the service',
    ]);
    expect(labels(shown(run('ended', { kind: 'succeeded', text: '' })))[0]).toBe('    Restart the service: done');
  });

  it('says by how much a response is overdue', () => {
    const menu = trayMenu(desk(incident('nas')), live(), now, { ...noHints, responseDueBy: () => now - 65 * minuteMs });
    expect(labels(menu.items)[0]).toBe('■ P2 nas is down  (response overdue by 1 h 5 min)');
  });

  it('leaves out what is resolved, and counts what does not fit', () => {
    const many = Array.from({ length: 8 }, (_, index) => incident(`host${index}`));
    const menu = trayMenu(desk(...many, incident('old', { status: 'resolved' })), live(), now, noHints);
    expect(labels(menu.items)).toContain('and 2 more');
    expect(JSON.stringify(menu)).not.toContain('old is down');
  });

  it('counts hosts by the worst of what is confirmed, and calls nothing green that was not seen', () => {
    const hosts = live(
      [ok, hard('warning')],
      [ok, hard('warning'), hard('critical')],
      [ok, soft],
      [unseen],
      [ok, unseen],
      [],
    );
    const menu = trayMenu(emptyDeskState, hosts, now, noHints);
    expect(labels(menu.items)[2]).toBe('6 hosts: 1 critical, 2 ok, 1 warning, 2 not seen');
    expect(menu.state).toBe('critical');
    expect(trayMenu(emptyDeskState, live([unseen]), now, noHints).state).toBe('unobserved');
    expect(trayMenu(emptyDeskState, live([ok]), now, noHints)).toMatchObject({
      state: 'ok',
      tooltip: 'Sitrep: 1 host: 1 ok',
    });
  });

  it('offers the end of a pause while it lasts, and the pause again afterwards', () => {
    const paused = { ...emptyDeskState, notificationsPausedUntil: now + 20 * minuteMs };
    expect(labels(trayMenu(paused, live(), now, noHints).items)).toContain('Notify again (paused for 20 min)');
    expect(labels(trayMenu(paused, live(), now + 21 * minuteMs, noHints).items)).toContain(
      'Pause notifications for 1 h',
    );
  });
});
