import { expect, it } from 'vitest';
import { alert, desk } from './support.ts';

const muted = { by: 'maintenance updates', opensIncident: true, wasSaid: false };

it('journals what is muted and says nothing of it, nor of its recovery', () => {
  const { raise, recover, types, notices } = desk();
  raise(alert('a-1', { muted }));
  recover('a-1');
  expect(types()).toEqual(['alert.raised', 'alert.recovered']);
  expect(notices()).toEqual([]);
});

it('opens the incident once the maintenance is over, dated back to the first bad result', () => {
  const { raise, incidents, incident, notices } = desk();
  raise(alert('a-1', { muted }));
  incidents.alertChanged({ kind: 'unmuted', alertId: 'a-1', why: 'maintenance updates is over' });
  expect(incident()).toMatchObject({ alertIds: ['a-1'], timestamps: { startedAt: alert('a-1').problemSinceAt } });
  expect(notices().map(({ body }) => body)).toEqual([expect.stringContaining('maintenance updates is over')]);
  incidents.alertChanged({ kind: 'unmuted', alertId: 'a-1', why: 'again' });
  expect(notices()).toHaveLength(1);
});

it('tells a warning that outlasts its silence, and then its recovery', () => {
  const { raise, recover, incidents, notices } = desk();
  raise(alert('a-1', { outcome: 'warning', muted: { ...muted, opensIncident: false } }), false);
  incidents.alertChanged({ kind: 'unmuted', alertId: 'a-1', why: 'a silence is over' });
  recover('a-1');
  expect(notices().map(({ level }) => level)).toEqual(['warning', 'recovery']);
});

it('says that a warning is over that was told before a silence, although it got worse in the silence', () => {
  const { raise, recover, incidents, notices } = desk();
  raise(alert('a-1', { outcome: 'warning' }), false);
  const worse = { kind: 'worsened', alertId: 'a-1', outcome: 'critical', text: 'worse', opensIncident: true } as const;
  incidents.alertChanged({ ...worse, muted: { ...muted, wasSaid: true } });
  recover('a-1');
  expect(notices().map(({ level }) => level)).toEqual(['warning', 'recovery']);
});
