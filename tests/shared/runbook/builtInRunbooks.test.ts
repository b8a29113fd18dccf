import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { fillVariables } from '#shared/runbook/variables.ts';
import { readFixture } from './readFixture.ts';

const folder = path.join(import.meta.dirname, '../../../assets/runbooks');
const names = readdirSync(folder).toSorted();
const read = (name: string) => readRunbook(readFileSync(path.join(folder, name), 'utf8'));

it('are these', () => {
  expect(names).toEqual(['docker-compose.md', 'gitops-auditor.md', 'host.md', 'systemd-service.md']);
});

describe.each(names)('%s', (name) => {
  const runbook = read(name);

  it('is understood in full', () => {
    expect(runbook.problems).toEqual([]);
    expect(runbook.notUnderstood).toEqual([]);
    expect(runbook.levels).toHaveLength(4);
    expect(runbook.phases.length).toBeGreaterThanOrEqual(3);
    expect(runbook.templates.map(({ id }) => id)).toEqual(['initial', 'progress', 'resolution']);
    expect(runbook.followUps).toHaveLength(3);
    expect(runbook.escalation.length).toBeGreaterThan(0);
  });

  it('proves of its diagnostics that they only read, so that they need no consent', () => {
    const reading = runbook.actions.filter((action) => action.effect === 'reads');
    expect(reading.length).toBeGreaterThanOrEqual(8);
    expect(reading.filter((action) => action.consent !== 'none' || action.purpose !== 'diagnostic')).toEqual([]);
  });

  it('asks for more than a click before anything is destroyed', () => {
    const destroying = runbook.actions.filter((action) => action.effect === 'destroys');
    expect(destroying.filter((action) => action.consent === 'none' || action.consent === 'click')).toEqual([]);
  });
});

describe('the built-in runbook of the auditor', () => {
  const runbook = read('gitops-auditor.md');

  it('restarts with exactly one command, for a click', () => {
    const restart = runbook.actions.find((action) => action.id === 'restart');
    expect(restart).toMatchObject({ consent: 'click', verify: ['unit', 'http'], needsCwd: false });
    expect(restart?.steps.map((step) => [step.cwd, fillVariables(step.command, {}, runbook.variables)])).toEqual([
      [null, { kind: 'filled', text: 'sudo systemctl restart gitops-auditor' }],
    ]);
  });

  it('has the levels, phases, patterns, escalation, templates and lists of the plain document', () => {
    const plain = readRunbook(readFixture('incident-response-procedures.md'));
    const told = (one: typeof plain) => ({
      levels: one.levels.map(({ rank, label, criteria, response }) => ({ rank, label, criteria, response })),
      lists: [...one.phases, ...one.followUps].map(({ title, fromMinutes, toMinutes, steps }) => ({
        title,
        fromMinutes,
        toMinutes,
        steps: steps.map((step) => step.text),
      })),
      patterns: one.issuePatterns.map(({ title, points }) => ({ title, points: points.map((point) => point.text) })),
      escalation: one.escalation.map(({ title, targets }) => ({
        title,
        targets: targets.map(({ name, when }) => ({ name, when })),
      })),
      templates: one.templates.map(({ title, subject, body }) => ({ title, subject, body })),
      prevention: one.prevention.map(({ title, items }) => ({ title, items })),
      rules: one.rules.map((rule) => rule.text),
    });
    expect(told(runbook)).toEqual(told(plain));
  });

  it('has a diagnostic for each of the twelve points of its patterns', () => {
    const ticks = runbook.issuePatterns.flatMap((pattern) => pattern.points.map((point) => point.tick));
    expect(ticks).toHaveLength(12);
    for (const tick of ticks)
      expect(runbook.actions.some((action) => tick === `ran:${action.id}` && action.effect === 'reads')).toBe(true);
  });

  it('finds in outputs what they say', () => {
    const found = (action: string, output: string) =>
      runbook.findings
        .filter((rule) => rule.action === action && new RegExp(rule.pattern, 'mu').test(output))
        .map(({ id }) => id);
    expect(found('check-service-status', '     Active: failed (Result: exit-code) since')).toContain('unit-failed');
    expect(found('check-service-status', '     Active: inactive (dead)')).toContain('unit-stopped');
    expect(
      found(
        'service-log',
        '  File "/opt/x/server.py", line 3, in <module>\n    port = int(x)\nValueError: invalid literal',
      ),
    ).toContain('syntax-error-python');
    expect(found('service-log', 'Error: listen EADDRINUSE: address already in use :::3000')).toContain('port-taken');
    expect(found('check-storage-space', 'space 99% /var')).toEqual(['storage-full']);
    expect(found('check-storage-space', 'space 42% /var\ninodes 7% /')).toEqual([]);
    expect(found('port-holder', 'nothing listens')).toEqual(['port-open']);
    expect(found('port-holder', 'LISTEN 0 5 0.0.0.0:3000 0.0.0.0:* users:(("python3",pid=71,fd=3))')).toEqual([
      'port-held',
    ]);
    expect(found('check-resources', 'memory available 4%\nload per core 0.2')).toEqual(['memory-low']);
    expect(found('recent-changes', 'commit 1a2b3c4 2024-01-01 10:00:00 +0000 Change it')).toEqual(['change-commit']);
  });
});
