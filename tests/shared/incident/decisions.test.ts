import { describe, expect, it } from 'vitest';
import { factDescriptions, isFact } from '#shared/incident/facts.ts';
import { incidentId } from '#shared/incident/incidentId.ts';
import type { IncidentStatus } from '#shared/incident/incident.ts';
import { choicesFrom, nextStatus } from '#shared/incident/nextStatus.ts';
import { suggestSeverity } from '#shared/incident/suggestSeverity.ts';

const statuses: readonly IncidentStatus[] = ['investigating', 'identified', 'resolving', 'resolved', 'closed'];

describe('the status', () => {
  it('follows the table of the design', () => {
    expect(nextStatus(null, { kind: 'opened' })).toBe('investigating');
    const by = (kind: 'causeFound' | 'remedyStarted' | 'recovered' | 'sameCauseAgain') =>
      statuses.map((status) => nextStatus(status, { kind }));
    expect(by('causeFound')).toEqual(['identified', null, null, null, null]);
    expect(by('remedyStarted')).toEqual(['resolving', 'resolving', null, null, null]);
    expect(by('recovered')).toEqual(['resolved', 'resolved', 'resolved', null, null]);
    expect(by('sameCauseAgain')).toEqual([null, null, null, 'investigating', null]);
  });

  it('goes where a person may send it, and nowhere else', () => {
    for (const from of statuses) {
      for (const to of statuses) {
        const isPossible = choicesFrom(from).includes(to);
        expect(nextStatus(from, { kind: 'person', to })).toBe(isPossible ? to : null);
      }
    }
    expect(choicesFrom('closed')).toEqual([]);
    expect(statuses.filter((status) => choicesFrom(status).includes('closed'))).toEqual(['resolved']);
  });
});

describe('the suggested severity', () => {
  const level = (rank: 1 | 2 | 3 | 4, ...criteria: string[]) =>
    ({ rank, label: `P${rank}`, name: '', criteria, response: null, details: [], line: 1 }) as const;
  const levels = [
    level(1, 'Complete service outage', 'Data loss or corruption'),
    level(2, 'Partial service degradation', 'Performance issues affecting users'),
    level(3, 'Minor feature issues', 'Non-critical performance degradation'),
    level(4, 'Cosmetic issues'),
  ];
  const critical = { outcome: 'critical', serviceId: 'demo-gitops-auditor' } as const;
  const onHost = { ...critical, serviceId: null } as const;
  const name = 'GitOps Auditor';

  it('is in the words of the runbook and by the name of the lab', () => {
    expect(suggestSeverity(critical, name, levels, 'systemd-unit')).toEqual({
      severity: 1,
      reason: 'GitOps Auditor is down: Complete service outage',
    });
    expect(suggestSeverity(onHost, 'auditor', levels, 'disk')).toEqual({
      severity: 2,
      reason: 'auditor is impaired: Partial service degradation',
    });
    expect(suggestSeverity({ ...critical, outcome: 'warning' }, name, levels, 'http')).toEqual({
      severity: 3,
      reason: 'GitOps Auditor has a minor problem: Minor feature issues',
    });
  });

  it('follows the runbook where that ranks differently', () => {
    const gentle = [level(1, 'Loss of life'), level(2, 'Any outage'), level(3, 'The rest')];
    expect(suggestSeverity(critical, name, gentle, 'http').severity).toBe(2);
  });

  it('stands without criteria, and for alerts that come from no check', () => {
    expect(suggestSeverity(critical, name, [], null)).toMatchObject({ severity: 1 });
    expect(suggestSeverity(onHost, null, [], null)).toMatchObject({ severity: 2 });
  });
});

it('an incident id is the time where the user lives, with a number when that is taken', () => {
  const at = Date.UTC(2026, 10, 23, 2, 11);
  const taken = new Set<string>();
  const ids = Array.from({ length: 3 }, () => {
    const id = incidentId(at, 'Europe/Berlin', (other) => taken.has(other));
    taken.add(id);
    return id;
  });
  expect(ids).toEqual(['INC-20261123-0311', 'INC-20261123-0311-2', 'INC-20261123-0311-3']);
});

it('a runbook may tick by the facts that exist and by its own actions', () => {
  expect(Object.keys(factDescriptions).every(isFact)).toBe(true);
  expect(isFact('ran:debug-api')).toBe(true);
  expect(['', 'ran:', 'toString', 'severity'].some(isFact)).toBe(false);
});
