import { expect, it } from 'vitest';
import type { Alert } from '#shared/alert/alert.ts';
import { emptyDeskState } from '#shared/desk/deskState.ts';
import { factsWith, incidentWith } from './fixtures.ts';

it('names the hosts of the alerts as the lab does, where the incident is of no single one', () => {
  const alert: Alert = {
    id: 'a',
    source: { kind: 'person' },
    hostId: 'pve-1',
    serviceId: null,
    outcome: 'critical',
    text: 'down',
    problemSinceAt: 1,
    causeKey: 'c',
    raisedAt: 2,
    incidentId: 'i',
    ended: null,
  };
  const facts = factsWith(incidentWith({ serviceId: null, hostId: null, alertIds: ['a'] }), {
    desk: { ...emptyDeskState, alerts: { a: alert } },
    serviceName: null,
    hostName: null,
    nameOfHost: (hostId) => (hostId === 'pve-1' ? 'The NAS' : hostId),
  });
  expect(facts.affected).toEqual(['The NAS']);
});
