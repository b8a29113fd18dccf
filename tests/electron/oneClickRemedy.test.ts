import { describe, expect, it } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { type Desktop, prepareDesktop } from './desktop.ts';

/** The demo lab seen, its service broken, and the remedy that its evidence suggests on offer. */
async function outage(breakage = 'break'): Promise<Desktop & { readonly send: (action: string) => boolean }> {
  const desktop = await prepareDesktop();
  const shell = desktop.start(['--demo']);
  const send = (action: string) => shell.send(action);
  await desktop.hasTold('shown');
  send('connect');
  await desktop.hasTold('snapshot');
  await eventually(() => {
    send('accept prompts');
    expect(JSON.stringify(desktop.find('prompts'))).toContain('"kind":"ok"');
  });
  send(breakage);
  return { ...desktop, send };
}

const labels = ({ find }: Desktop) => (find('menu')?.['labels'] ?? []) as readonly string[];
const asked = ({ told }: Desktop) =>
  told.filter(({ what, url }) => what === 'loaded' && /\/runs\//u.test(String(url))).map(({ url }) => String(url));

describe('the suggested remedy in one click, on the desktop', () => {
  it('runs from the tray menu, and a notification says how it ended', async () => {
    const desktop = await outage();
    await eventually(() => expect(labels(desktop)).toContain('    Restart the service'));
    desktop.send('    Restart the service');
    await eventually(() =>
      expect(desktop.told).toContainEqual(
        expect.objectContaining({ what: 'notified', title: 'Restart the service: done' }),
      ),
    );
    expect(asked(desktop)).toEqual([]);
  });

  it('runs from the notification, whose button comes when the evidence suggests it', async () => {
    const desktop = await outage();
    await eventually(() =>
      expect(desktop.find('notified')?.['buttons']).toEqual(['Acknowledge', 'Restart the service', 'Review']),
    );
    desktop.send('press: Restart the service');
    await eventually(() =>
      expect(desktop.find('notified')?.['title']).toMatch(/^(Restart the service: done|Resolved: )/u),
    );
    desktop.send('runs');
    await desktop.hasTold('runs');
    expect(desktop.find('runs')?.['runs']).toMatchObject([{ clicked: true, outcome: { kind: 'succeeded' } }]);
    expect(asked(desktop)).toEqual([]);
  });

  it('brings up the window at its preflight where it asks for more than a click, and runs nothing', async () => {
    const desktop = await outage('break the configuration');
    const offer = (label: string) => label.endsWith('...  (asks first)');
    await eventually(() =>
      expect(labels(desktop)).toEqual(expect.arrayContaining([expect.stringMatching(/asks first/)])),
    );
    expect(asked(desktop)).toEqual([]);
    desktop.send(labels(desktop).find(offer) ?? '');
    await eventually(() => expect(asked(desktop)).toHaveLength(1));
    desktop.send('runs');
    await desktop.hasTold('runs');
    const runs = desktop.find('runs')?.['runs'] as readonly { readonly id: string }[];
    expect(runs).toMatchObject([{ clicked: true, stage: 'awaitingConsent', stepEnds: [], outcome: null }]);
    expect(asked(desktop)[0]).toContain(`/runs/${encodeURIComponent(runs[0]?.id ?? '')}`);
    expect(desktop.told.findLast(({ what }) => what === 'shown' || what === 'loaded')?.what).toBe('shown');
  });

  it('brings up the window again from a notification whose remedy waits already, and begins no second one', async () => {
    const desktop = await outage('break the configuration');
    const asksFirst = (labelled: string) => labelled.endsWith('...  (asks first)');
    await eventually(() => expect(labels(desktop).some(asksFirst)).toBe(true));
    desktop.send(labels(desktop).find(asksFirst) ?? '');
    await eventually(() => expect(asked(desktop)).toHaveLength(1));
    const buttons = desktop.find('notified')?.['buttons'] as readonly string[];
    desktop.send(`press: ${buttons.find((button) => button !== 'Acknowledge' && button !== 'Review') ?? ''}`);
    await eventually(() => expect(asked(desktop)).toHaveLength(2));
    expect(asked(desktop)[1]).toBe(asked(desktop)[0]);
    expect(desktop.told.findLast(({ what }) => what === 'shown' || what === 'loaded')?.what).toBe('shown');
    desktop.send('runs');
    await desktop.hasTold('runs');
    expect(desktop.find('runs')?.['runs']).toMatchObject([{ stage: 'awaitingConsent', stepEnds: [] }]);
  });
});
