import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { may } from '#shared/diagnosis/read/files.ts';
import { readJournal } from '#shared/diagnosis/read/journalLines.ts';
import { lastRun } from '#shared/diagnosis/read/lastRun.ts';
import { readMounts } from '#shared/diagnosis/read/mounts.ts';
import { readPrograms } from '#shared/diagnosis/read/programs.ts';
import { portsIn, readConfigured } from '#shared/diagnosis/read/configured.ts';
import { readWays } from '#shared/diagnosis/read/ways.ts';
import { readUnit, unitText } from '#shared/run/readUnit.ts';

const show = (lines: Readonly<Record<string, string>>) =>
  Object.entries(lines)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');
const active = {
  LoadState: 'loaded',
  ActiveState: 'active',
  SubState: 'running',
  Result: 'success',
  ExecMainStatus: '0',
};

describe('what a host prints', () => {
  it.each([
    [active, 'active (running)'],
    [
      { ...active, ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' },
      'failed: exit 1',
    ],
    [{ ...active, ActiveState: 'failed', SubState: 'failed', Result: 'oom-kill' }, 'failed: oom-kill'],
    [
      { ...active, ActiveState: 'activating', SubState: 'auto-restart', ExecMainStatus: '2' },
      'restarting again and again after exit 2',
    ],
    [{ LoadState: 'masked', ActiveState: 'inactive' }, 'masked'],
    [{ LoadState: 'not-found', ActiveState: 'inactive' }, 'not found'],
  ])('tells a unit from systemctl show', (lines, text) => {
    const state = readUnit('x', show(lines));
    expect(state === null ? null : unitText(state)).toBe(text);
  });

  it('tells the file systems that can run full, those in memory included, and not the views of the kernel', () => {
    const df = `Filesystem     1024-blocks    Used Available Capacity Mounted on
udev                 100     100       0     100% /dev
tmpfs                100      99       1      99% /srv/cache
overlay           100000   98000    2000      98% /var/lib/docker/overlay2/a/merged
/dev/loop3           100     100       0     100% /snap/core/1
/dev/sda1         100000   41000   59000      41% /
tank/my data      100000   97000    3000      97% /tank/my data
`;
    expect(readMounts(df).map(({ path }) => path)).toEqual(['/srv/cache', '/tank/my data', '/']);
  });

  it('follows the links on the way to a file, and says where the nothing begins', () => {
    const [way] = readWays(`f: /srv/feed/current/server.js
drwxr-xr-x root root /
drwxr-xr-x root root srv
drwxr-xr-x feed feed feed
lrwxrwxrwx feed feed current -> releases/2
drwxr-xr-x feed feed   releases
                       2 - No such file or directory
`);
    expect(way?.missing).toBe('/srv/feed/releases/2');
    expect(way?.steps.map(({ path }) => path)).toEqual([
      '/',
      '/srv',
      '/srv/feed',
      '/srv/feed/current',
      '/srv/feed/releases',
    ]);
  });

  it('takes a list of rights for an allowance, and lets root do all but run what nobody may', () => {
    const file = { mode: '-rw-r-----', owner: 'root', group: 'root' };
    const photos = { name: 'photos', groups: ['photos'] };
    expect(may(photos, 'r', file)).toBe(false);
    expect(may(photos, 'r', { ...file, mode: '-rw-r-----+' })).toBe(true);
    expect(may({ name: 'root', groups: [] }, 'w', file)).toBe(true);
    expect(may({ name: 'root', groups: [] }, 'x', file)).toBe(false);
  });

  it('knows what a program is by its first bytes', () => {
    const { programs } = readPrograms(`x86_64
== /a/script
#!/bin/sh^M
bytes  23 21 2f 62
== /a/binary
^?ELF
bytes  7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00 02 00 b7 00
== /a/empty
bytes 
`);
    expect(programs).toMatchObject([
      { path: '/a/script', interpreter: '/bin/sh^M', hasInterpreter: false },
      { path: '/a/binary', interpreter: null, machine: 'aarch64' },
      { path: '/a/empty', isEmpty: true },
    ]);
  });

  it('reads addresses and ports of configurations with their places', () => {
    const configured = readConfigured(
      '/etc/x.conf:3:\nlisten 8080\n127.0.0.1:5432\n/etc/x.conf:9:\nhttp://a.lan\nunit:0:\nport 90\n',
    );
    expect(configured.map(({ file, line, text }) => `${file}:${String(line)} ${text}`)).toEqual([
      '/etc/x.conf:3 listen 8080',
      '/etc/x.conf:3 127.0.0.1:5432',
      '/etc/x.conf:9 http://a.lan',
      'unit:0 port 90',
    ]);
    expect(portsIn(configured)).toEqual([8080, 5432, 90]);
  });

  it('tells the words of the last run from those of runs before it', () => {
    const journal = (speaker: string, text: string) => `2026-03-01T03:10:05+0000 nas ${speaker}[7]: ${text}`;
    const lines = readJournal(
      [
        journal('systemd', 'Started a.service - A.'),
        journal('a', 'No space left on device'),
        journal('systemd', "a.service: Failed with result 'exit-code'."),
        journal('systemd', 'Started a.service - A.'),
        journal('a', 'Permission denied: /srv/a'),
        journal('systemd', "a.service: Failed with result 'exit-code'."),
        journal('systemd', 'Started a.service - A.'),
      ].join('\n'),
    );
    const said = lastRun(lines).map(({ text }) => text);
    expect(said).toContain('Permission denied: /srv/a');
    expect(said).not.toContain('No space left on device');
  });

  it('is never tripped over', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readMounts(text);
        readWays(text);
        readPrograms(text);
        readConfigured(text);
        lastRun(readJournal(text));
        const state = readUnit('x', text);
        expect(state === null || typeof unitText(state) === 'string').toBe(true);
      }),
    );
  });
});
