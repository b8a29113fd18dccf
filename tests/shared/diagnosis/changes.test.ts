import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { rankChanges } from '#shared/diagnosis/changes/rankChanges.ts';
import { at, failedUnit, found } from './support.ts';

const minutes = (count: number) => count * 60_000;
const change = (id: string, beforeMs: number, related: 0 | 1 | 2 | 3) => ({
  id,
  at: at - beforeMs,
  related,
  text: id,
  proof: '',
});

describe('what changed before the start', () => {
  it('is ranked by nearness and by relation to what failed', () => {
    const ranked = rankChanges(
      [
        change('far', minutes(2_000), 1),
        change('own', minutes(40), 3),
        change('near', minutes(3), 0),
        change('near-own', minutes(3), 3),
      ],
      at,
    );
    expect(ranked.map(({ id }) => id)).toEqual(['near-own', 'own', 'near', 'far']);
  });

  it('leaves out what came after the start', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 })), (offsets) => {
        const ranked = rankChanges(
          offsets.map((one) => change(String(one), minutes(one), 1)),
          at,
        );
        expect(ranked.every((one) => one.at <= at + 60_000)).toBe(true);
      }),
    );
  });

  it('tells commits, files, packages and people, and doubts the own one where nothing else is known', () => {
    const seconds = (beforeMs: number) => String((at - beforeMs) / 1_000);
    const findings = found({
      'Unit state': failedUnit,
      'Changed files': `${seconds(minutes(4))}.5 ${seconds(minutes(4))}.5 -rw-r--r-- root /srv/photos/config.yaml\n`,
      'Changed packages': '2026-03-01 02:00:00 upgrade libssl3:amd64 3.0.1 3.0.2\n+0000\n',
      'Deployed commits': `== /srv/photos\ncommit cccccccc ${seconds(minutes(200))} Faster\n\nM\tapp.py\n`,
      'Logins, sudo and reboots':
        '== sudo\n2026-03-01T03:00:00+0000 nas sudo[1]: anna : USER=root ; COMMAND=/usr/bin/vi /etc/hosts\n',
    });
    const told = findings.filter(({ id }) => id.startsWith('change:')).map(({ text }) => text);
    expect(told).toEqual([
      'File written: /srv/photos/config.yaml (-rw-r--r-- root), 4 min before the start',
      'Deployed: cccccccc "Faster" (1 file), 3 h before the start'.replace('cccccccc', 'ccccccc'),
      'anna ran with sudo: /usr/bin/vi /etc/hosts, 10 min before the start',
      'Package libssl3: upgrade 3.0.1 to 3.0.2, 70 min before the start',
    ]);
    expect(findings[0]).toMatchObject({
      id: 'suspect-change',
      suggests: [{ actionId: 'restore' }, { actionId: 'roll-back' }],
    });
  });

  it('tells a file that came with a commit with that commit, and one that was written after it beside it', () => {
    const seconds = (beforeMs: number) => String((at - beforeMs) / 1_000);
    const told = (fileBeforeMs: number) =>
      found({
        'Unit state': failedUnit,
        'Changed files': `${seconds(fileBeforeMs)}.9 ${seconds(fileBeforeMs)}.9 -rw-r--r-- root /srv/photos/app.py\n`,
        'Deployed commits': `== /srv/photos\ncommit cccccccc ${seconds(minutes(10))} Faster\n\nM\tapp.py\n-- moves\nbbbbbbbb cccccccc x <x@x> ${seconds(minutes(10))} +0000\tcommit: Faster\n`,
      })
        .filter(({ id }) => id.startsWith('change:'))
        .map(({ text }) => text.slice(0, 8));
    expect(told(minutes(10))).toEqual(['Deployed']);
    expect(told(minutes(3))).toEqual(['File wri', 'Deployed']);
  });

  it.each([
    [
      'The host was restarted, 9 min before the start',
      'reboot   system boot  6.1.0-28-amd64   2026-03-01T03:01:00+00:00   still running\nshutdown system down  6.1.0-28-amd64   2026-03-01T03:00:00+00:00 - 2026-03-01T03:01:00+00:00\n',
    ],
    [
      'The host was started again without having been shut down: lost power, a crash or a reset, 9 min before the start',
      'runlevel (to lvl 5)   6.1.0-28-amd64   2026-03-01T03:01:10+00:00   still running\nreboot   system boot  6.1.0-28-amd64   2026-03-01T03:01:00+00:00   still running\nanna     pts/0        10.0.0.9         2026-03-01T02:00:00+00:00 - crash\nreboot   system boot  6.1.0-28-amd64   2026-02-01T03:01:00+00:00 - crash\n',
    ],
    ['The host was started, 5 min before the start', `== boot\n600.25 1200.5\n${String(at / 1_000 + 300)}\n`],
    [
      'Login of anna (pts/0 from 10.0.0.9), 9 min before the start',
      'anna     pts/0        10.0.0.9         2026-03-01T03:01:00+00:00   still logged in\n',
    ],
  ])('tells: %s', (text, record) => {
    const told = found({ 'Changed files': '', 'Logins, sudo and reboots': record })
      .filter(({ id }) => id.startsWith('change:'))
      .map((one) => one.text);
    expect(told[0]).toBe(text);
  });

  it('warns of a recent change only where something is wrong', () => {
    const seconds = String((at - minutes(4)) / 1_000);
    const pattern = {
      id: 'slow',
      title: 'Slow',
      line: 1,
      points: [{ id: 'c', text: 'Review recent configuration changes', line: 2, tick: null }],
    };
    const severity = (unit: string) =>
      found(
        { 'Unit state': unit, 'Changed files': `${seconds}.5 ${seconds}.5 -rw-r--r-- root /srv/photos/config.yaml\n` },
        [pattern],
      ).find(({ id }) => id === 'point:c')?.severity;
    expect(severity(failedUnit)).toBe('warning');
    expect(severity(failedUnit.replaceAll('=failed', '=active').replace('exit-code', 'success'))).toBe('info');
  });

  it('says so when nothing changed', () => {
    expect(found({ 'Changed files': '' }).map(({ id }) => id)).toContain('change:none');
  });
});
