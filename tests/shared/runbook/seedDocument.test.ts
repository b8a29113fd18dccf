import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import type { RunbookAction } from '#shared/runbook/runbook.ts';
import { readFixture } from './readFixture.ts';

const text = readFixture('incident-response-procedures.md');
const runbook = readRunbook(text);
const lines = text.split('\n');

const told = ({ title, effect, consent, needsCwd, purpose, steps }: RunbookAction) => ({
  title,
  purpose,
  effect,
  consent,
  needsCwd,
  commands: steps.map(({ command }) => command),
});
const inSection = (name: string) => runbook.actions.filter(({ section }) => section.at(-1) === name);

describe('the procedures document, without a single attribute', () => {
  it('has its own title as name', () => {
    expect(runbook.name).toBe('Incident Response Procedures');
  });

  it('gives four severities with criteria and response times', () => {
    expect(runbook.levels.map(({ rank, label, name, response }) => [rank, label, name, response])).toEqual([
      [1, 'P1', 'Critical', { kind: 'within', minutes: 15, text: 'Immediate (0-15 minutes)' }],
      [2, 'P2', 'High', { kind: 'within', minutes: 30, text: '30 minutes' }],
      [3, 'P3', 'Medium', { kind: 'within', minutes: 120, text: '2 hours' }],
      [4, 'P4', 'Low', { kind: 'nextBusinessDay', text: 'Next business day' }],
    ]);
    expect(runbook.levels.map(({ criteria }) => criteria)).toEqual([
      ['Complete service outage', 'Data loss or corruption', 'Security breach'],
      ['Partial service degradation', 'Performance issues affecting users', 'Failed deployments blocking releases'],
      ['Minor feature issues', 'Non-critical performance degradation', 'Documentation problems'],
      ['Cosmetic issues', 'Enhancement requests', 'Non-urgent improvements'],
    ]);
  });

  it('gives three phases with their minutes and twelve steps', () => {
    expect(
      runbook.phases.map(({ title, fromMinutes, toMinutes, steps }) => [title, fromMinutes, toMinutes, steps.length]),
    ).toEqual([
      ['Assessment & Triage', 0, 5, 4],
      ['Communication', 5, 10, 4],
      ['Initial Stabilization', 10, 30, 4],
    ]);
    expect(runbook.phases.every(({ isUntimed }) => isUntimed === undefined)).toBe(true);
    expect(runbook.phases.flatMap(({ steps }) => steps.map((step) => step.text))).toContain(
      'Isolate affected components if needed',
    );
  });

  it('gives one action per comment and one step per command of the health checks', () => {
    expect(inSection('System Health Checks').map(told)).toEqual([
      {
        title: 'Check service status',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['systemctl status gitops-auditor', 'systemctl status gitops-dashboard'],
      },
      {
        title: 'Verify API health',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['curl -f http://localhost:3000/health'],
      },
      {
        title: 'Check disk space and resources',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['df -h', 'free -h', 'top'],
      },
      {
        title: 'Review recent logs',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['journalctl -u gitops-auditor --since "1 hour ago"', 'tail -f /var/log/nginx/error.log'],
      },
    ]);
  });

  it('asks before it runs scripts that nobody has looked into, and needs a folder for them', () => {
    expect(inSection('Application-Specific Diagnostics').map(told)).toEqual([
      {
        title: 'Debug API issues',
        purpose: 'diagnostic',
        effect: 'changes',
        consent: 'confirm',
        needsCwd: true,
        commands: ['./scripts/debug-api.sh'],
      },
      {
        title: 'Check configuration validity',
        purpose: 'diagnostic',
        effect: 'changes',
        consent: 'confirm',
        needsCwd: true,
        commands: ['./scripts/config-loader.sh'],
      },
      {
        title: 'Validate audit functionality',
        purpose: 'diagnostic',
        effect: 'changes',
        consent: 'confirm',
        needsCwd: true,
        commands: ['./scripts/comprehensive_audit.sh'],
      },
      {
        title: 'Check MCP server connectivity',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['curl http://localhost:3000/api/status'],
      },
    ]);
  });

  it('gives three issue patterns with their twelve points', () => {
    expect(runbook.issuePatterns.map(({ title, points }) => [title, points.map((point) => point.text)])).toEqual([
      [
        "Service Won't Start",
        [
          'Check configuration files for syntax errors',
          'Verify file permissions',
          'Check port availability',
          'Review dependency services',
        ],
      ],
      [
        'Performance Issues',
        [
          'Monitor CPU and memory usage',
          'Check database/storage performance',
          'Review recent configuration changes',
          'Analyze request patterns',
        ],
      ],
      [
        'Integration Failures',
        [
          'Test external API connectivity',
          'Verify authentication credentials',
          'Check rate limiting status',
          'Validate network connectivity',
        ],
      ],
    ]);
  });

  it('gives the quick fixes: a restart is a click, what deletes must be typed', () => {
    expect(inSection('Quick Fixes').map(told)).toEqual([
      {
        title: 'Restart services',
        purpose: 'remedy',
        effect: 'changes',
        consent: 'click',
        needsCwd: false,
        commands: ['sudo systemctl restart gitops-auditor', 'sudo systemctl restart gitops-dashboard'],
      },
      {
        title: 'Clear temporary data',
        purpose: 'remedy',
        effect: 'destroys',
        consent: 'type',
        needsCwd: true,
        commands: ['rm -rf /tmp/gitops-*', 'rm -rf repos/*'],
      },
      {
        title: 'Reset to last known good configuration',
        purpose: 'remedy',
        effect: 'destroys',
        consent: 'type',
        needsCwd: true,
        commands: ['git reset --hard HEAD~1', './scripts/deploy-production.sh'],
      },
    ]);
  });

  it('carries cd through its block of the configuration recovery', () => {
    const actions = inSection('Configuration Recovery');
    expect(actions.map(told)).toEqual([
      {
        title: 'Restore from backup',
        purpose: 'remedy',
        effect: 'destroys',
        consent: 'type',
        needsCwd: false,
        commands: ['cp -r /backup/latest/* .'],
      },
      {
        title: 'Validate configuration',
        purpose: 'diagnostic',
        effect: 'changes',
        consent: 'confirm',
        needsCwd: false,
        commands: ['./scripts/config-loader.sh'],
      },
      {
        title: 'Restart with restored config',
        purpose: 'remedy',
        effect: 'changes',
        consent: 'click',
        needsCwd: false,
        commands: ['sudo systemctl restart gitops-auditor'],
      },
    ]);
    expect(actions.flatMap(({ steps }) => steps.map(({ cwd }) => cwd))).toEqual([
      '/opt/gitops-auditor',
      '/opt/gitops-auditor',
      '/opt/gitops-auditor',
    ]);
  });

  it('gives the storage actions', () => {
    expect(inSection('Database/Storage Issues').map(told)).toEqual([
      {
        title: 'Check storage space',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: false,
        commands: ['df -h /var/lib/gitops-auditor'],
      },
      {
        title: 'Verify audit history integrity',
        purpose: 'diagnostic',
        effect: 'reads',
        consent: 'none',
        needsCwd: true,
        commands: [`node -e "console.log(JSON.parse(fs.readFileSync('audit-history/latest.json')))"`],
      },
      {
        title: 'Clean up old data if needed',
        purpose: 'remedy',
        effect: 'destroys',
        consent: 'type',
        needsCwd: true,
        commands: ['find repos/ -name "*.git" -mtime +30 -exec rm -rf {} \\;'],
      },
    ]);
  });

  it('gives four internal and three external escalation targets', () => {
    expect(
      runbook.escalation.map(({ title, targets }) => [
        title,
        targets.map(({ order, name, when }) => [order, name, when]),
      ]),
    ).toEqual([
      [
        'Internal Escalation',
        [
          [1, 'Development Team', 'For code-related issues'],
          [2, 'Infrastructure Team', 'For deployment/server issues'],
          [3, 'Security Team', 'For security-related incidents'],
          [4, 'Management', 'For business impact assessment'],
        ],
      ],
      [
        'External Escalation',
        [
          [1, 'Hosting Provider', 'For infrastructure issues'],
          [2, 'Third-party Services', 'For integration failures'],
          [3, 'Security Vendors', 'For security incidents'],
        ],
      ],
    ]);
  });

  it('gives three message templates with their subjects and placeholders', () => {
    expect(runbook.templates.map(({ title, purpose, subject }) => [title, purpose, subject])).toEqual([
      ['Initial Incident Notification', 'initial', '[P{severity}] GitOps Auditor Incident - {brief description}'],
      ['Progress Updates', 'progress', '[UPDATE] [P{severity}] GitOps Auditor Incident - {brief description}'],
      [
        'Resolution Notification',
        'resolution',
        '[RESOLVED] [P{severity}] GitOps Auditor Incident - {brief description}',
      ],
    ]);
    expect(runbook.templates.map(({ placeholders }) => placeholders)).toEqual([
      [
        'severity',
        'brief description',
        'timestamp',
        'level',
        'Brief description of the issue',
        'Who/what is affected',
        'Initial response actions',
        'time',
      ],
      [
        'severity',
        'brief description',
        'timestamp',
        'Investigating/Identified/Resolving/Resolved',
        'time elapsed',
        'Progress since last update',
        'If identified',
        'Steps taken or planned',
        'time',
      ],
      [
        'severity',
        'brief description',
        'timestamp',
        'time',
        'Brief summary of incident and resolution',
        'Final root cause analysis',
        'What was done to fix the issue',
        'Steps to prevent recurrence',
        'scheduled if needed',
      ],
    ]);
    expect(runbook.templates[0]?.body).toMatch(/^Incident ID: INC-\{timestamp\}\n[\s\S]*Next Update: \{time\}$/);
  });

  it('gives three follow-up lists with their windows', () => {
    expect(
      runbook.followUps.map(({ title, fromMinutes, toMinutes, steps }) => [
        title,
        fromMinutes,
        toMinutes,
        steps.length,
      ]),
    ).toEqual([
      ['Immediate Post-Resolution', 0, 120, 4],
      ['Short-term Follow-up', 120, 1_440, 4],
      ['Long-term Improvements', 1_440, 10_080, 4],
    ]);
  });

  it('gives three prevention lists and the closing rule', () => {
    expect(runbook.prevention.map(({ title, items }) => [title, items.length])).toEqual([
      ['Monitoring Enhancements', 4],
      ['Process Improvements', 4],
      ['Infrastructure Hardening', 4],
    ]);
    expect(runbook.rules.map((rule) => rule.text)).toEqual([
      'Always prioritize rapid restoration over perfect diagnosis during active incidents.',
    ]);
  });

  it('lists what was not understood, and nothing else', () => {
    expect(runbook.notUnderstood).toEqual([
      { line: 3, text: 'Use this prompt for handling incidents in the homelab-gitops-auditor project.' },
    ]);
  });

  it('names for everything the line on which it stands', () => {
    for (const step of runbook.actions.flatMap(({ steps }) => steps)) expect(lines[step.line - 1]).toBe(step.command);
    const points = [...runbook.phases, ...runbook.followUps]
      .flatMap(({ steps }) => steps)
      .concat(runbook.issuePatterns.flatMap((pattern) => pattern.points));
    for (const step of points) expect(lines[step.line - 1]).toContain(step.text);
    for (const action of runbook.actions) expect(lines[action.line - 1]).toBe(`# ${action.title}`);
  });

  it('gives every step, list, action and template an id of its own', () => {
    const stepIds = [...runbook.phases, ...runbook.followUps].flatMap(({ id, steps }) => [
      id,
      ...steps.map((step) => step.id),
    ]);
    for (const ids of [stepIds, runbook.actions.map(({ id }) => id), runbook.templates.map(({ id }) => id)])
      expect(new Set(ids).size).toBe(ids.length);
  });
});
