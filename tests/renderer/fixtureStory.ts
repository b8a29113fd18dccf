import type { JournalEntry } from '#shared/desk/journalEvent.ts';
import type { RunPlan } from '#shared/run/run.ts';
import { hourMs, minuteMs } from '#shared/time/instant.ts';

export const runningIncidentId = 'INC-20261123-0311';
export const resolvedIncidentId = 'INC-20261122-1404';
export const evidenceRunId = 'run-evidence';

/** The plan of the fixture's restart; its consent decides what the window asks. */
export const restartPlan = (consent: RunPlan['consent']): RunPlan => ({
  title: 'Restart the service',
  effect: 'changes',
  consent,
  steps: [
    { title: 'Restart the service', command: 'sudo systemctl restart gitops-auditor', cwd: null, timeoutMs: 60_000 },
  ],
  verification: { checkIds: ['gitops-auditor.unit', 'gitops-auditor.http'], windowMs: minuteMs },
  resource: 'unit:gitops-auditor',
  wayBack: { kind: 'none', why: 'a restart has none' },
});

const opened = (incidentId: string, runbookHash: string, at: number, title: string) => ({
  incidentId,
  title,
  severity: 1 as const,
  severityReason: 'complete service outage',
  causeKey: 'service:gitops-auditor',
  hostId: 'auditor',
  serviceId: 'gitops-auditor',
  alertIds: [`alert-${incidentId}`],
  runbookId: 'gitops-auditor',
  runbookHash,
  variables: { unit: 'gitops-auditor' },
  startedAt: at - 8_000,
  detectedAt: at,
  followsIncidentId: null,
});

const alert = (incidentId: string, at: number, text: string) => ({
  id: `alert-${incidentId}`,
  source: { kind: 'check' as const, checkId: 'gitops-auditor.unit', checkRevision: '1' },
  hostId: 'auditor',
  serviceId: 'gitops-auditor',
  outcome: 'critical' as const,
  text,
  problemSinceAt: at - 8_000,
  causeKey: 'service:gitops-auditor',
});

/** An incident of yesterday that is resolved, with its follow-ups open. */
export function resolvedStory(now: number, hash: string): readonly JournalEntry[] {
  const incidentId = resolvedIncidentId;
  const at = now - 23 * hourMs;
  return [
    { type: 'alert.raised', occurredAt: at, data: { alert: alert(incidentId, at, 'unit gitops-auditor is inactive') } },
    {
      type: 'incident.opened',
      occurredAt: at,
      data: opened(incidentId, hash, at, 'gitops-auditor is stopped on auditor'),
    },
    { type: 'incident.acknowledged', occurredAt: at + 4 * minuteMs, data: { incidentId } },
    {
      type: 'alert.recovered',
      occurredAt: at + 19 * minuteMs,
      data: { alertId: `alert-${incidentId}`, text: 'unit gitops-auditor is active' },
    },
    {
      type: 'incident.statusSet',
      occurredAt: at + 20 * minuteMs,
      data: { incidentId, status: 'resolved', reason: 'checks are ok' },
    },
    {
      type: 'incident.causeSet',
      occurredAt: at + 25 * minuteMs,
      data: { incidentId, text: 'Stopped by hand during an update.' },
    },
  ];
}

/** The incident of now: opened, evidence collected, one notification out. */
export function runningStory(now: number, hash: string): readonly JournalEntry[] {
  const incidentId = runningIncidentId;
  const at = now - 4 * minuteMs;
  const text = 'unit gitops-auditor failed: exit status 1, bad line 14 in config.json';
  const step = (title: string, command: string) => ({ title, command, cwd: null, timeoutMs: 10_000 });
  return [
    { type: 'alert.raised', occurredAt: at, data: { alert: alert(incidentId, at, text) } },
    {
      type: 'incident.opened',
      occurredAt: at,
      data: opened(incidentId, hash, at, 'gitops-auditor is down on auditor'),
    },
    {
      type: 'notification.raised',
      occurredAt: at,
      data: {
        notification: {
          id: 'notification-1',
          level: 'P1',
          title: 'gitops-auditor is down on auditor',
          body: text,
          incidentId,
          hostId: 'auditor',
          actions: ['acknowledge', 'review'],
        },
      },
    },
    {
      type: 'notification.delivered',
      occurredAt: at,
      data: { notificationId: 'notification-1', delivery: { channel: 'desktop', at, error: null } },
    },
    {
      type: 'run.planned',
      occurredAt: at + 500,
      data: {
        runId: evidenceRunId,
        incidentId,
        hostId: 'auditor',
        serviceId: 'gitops-auditor',
        subject: { kind: 'evidence' },
        plan: {
          title: 'Evidence of the outage',
          effect: 'reads',
          consent: 'none',
          steps: [
            step('Unit', 'systemctl status gitops-auditor --no-pager'),
            step('Journal', 'journalctl -u gitops-auditor -n 20 --no-pager'),
            step('Disk', 'df -h'),
          ],
          verification: null,
          resource: 'host',
          wayBack: { kind: 'none', why: 'it only reads' },
        },
      },
    },
    {
      type: 'run.stepEnded',
      occurredAt: at + 900,
      data: { runId: evidenceRunId, step: { index: 0, end: { kind: 'exited', code: 3 }, tookMs: 40 } },
    },
    {
      type: 'run.stepEnded',
      occurredAt: at + 950,
      data: { runId: evidenceRunId, step: { index: 1, end: { kind: 'exited', code: 0 }, tookMs: 60 } },
    },
    {
      type: 'run.stepEnded',
      occurredAt: at + 970,
      data: { runId: evidenceRunId, step: { index: 2, end: { kind: 'exited', code: 0 }, tookMs: 12 } },
    },
    {
      type: 'run.found',
      occurredAt: at + 1_000,
      data: {
        runId: evidenceRunId,
        findings: [
          {
            id: 'bad-json',
            severity: 'critical',
            text: 'config.json does not parse: line 14',
            proof: 'SyntaxError: Unexpected token } in JSON at position 331 (config.json:14)',
            suggests: [
              {
                actionId: 'restore-the-last-good-configuration',
                reason: 'config.json is broken since the last change',
              },
            ],
          },
          { id: 'disk', severity: 'ok', text: 'disk 41 % used', proof: '', suggests: [] },
        ],
        standing: ['bad-json', 'disk'],
      },
    },
    {
      type: 'run.ended',
      occurredAt: at + 1_100,
      data: { runId: evidenceRunId, outcome: { kind: 'succeeded', text: '3 of 3 steps answered' } },
    },
    {
      type: 'incident.stepMarked',
      occurredAt: at + 1_100,
      data: {
        incidentId,
        stepId: 'determine-the-severity-using-the-classification-above',
        state: 'done',
        by: 'fact',
        why: 'P1: complete service outage',
      },
    },
  ];
}

/** A diagnosis that finds the same broken file, answers a point, and tells what changed. */
export function diagnosisStory(runId: string, incidentId: string): readonly [JournalEntry, JournalEntry, JournalEntry] {
  const finding = (id: string, severity: 'critical' | 'info' | 'ok', text: string, proof = '') => ({
    id,
    severity,
    text,
    proof,
    suggests: [],
  });
  return [
    {
      type: 'run.planned',
      data: {
        runId,
        incidentId,
        hostId: 'auditor',
        serviceId: 'gitops-auditor',
        subject: { kind: 'diagnosis' },
        plan: {
          title: 'Diagnosis',
          effect: 'reads',
          consent: 'none',
          steps: [{ title: 'Unit', command: 'systemctl show gitops-auditor', cwd: null, timeoutMs: 10_000 }],
          verification: null,
          resource: 'host',
          wayBack: { kind: 'none', why: 'it only reads' },
        },
      },
    },
    {
      type: 'run.found',
      data: {
        runId,
        findings: [
          {
            ...finding('bad-json', 'critical', 'config.json does not parse: line 14', 'one\ntwo\nthree\nfour\nfive'),
            suggests: [{ actionId: 'restart-the-service', reason: 'starts it afresh' }],
          },
          finding('point:ports', 'ok', "Service Won't Start - Verify ports: no"),
          finding('change:commit', 'info', 'commit 4f2c1a "tune config", 2 min before the start'),
        ],
        standing: ['bad-json', 'point:ports', 'change:commit'],
      },
    },
    { type: 'run.ended', data: { runId, outcome: { kind: 'succeeded', text: '1 command, 3 findings' } } },
  ];
}

/** Output of the evidence run, by step. */
export const evidenceOutput: readonly (readonly [step: number, stream: 'stdout' | 'stderr', text: string])[] = [
  [
    0,
    'stdout',
    '× gitops-auditor.service - GitOps auditor\n   Active: failed (Result: exit-code) since Mon 03:11:02\n  Process: 4121 ExecStart=/usr/bin/node server.js (code=exited, status=1/FAILURE)\n',
  ],
  [1, 'stdout', 'Nov 23 03:11:02 auditor node[4121]: reading config.json\n'],
  [1, 'stderr', 'SyntaxError: Unexpected token } in JSON at position 331 (config.json:14)\n'],
  [2, 'stdout', 'Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda2        59G   23G   33G  41% /\n'],
];
