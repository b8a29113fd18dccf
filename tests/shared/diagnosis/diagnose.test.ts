import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { quote } from '#core/ssh/channel/quote.ts';
import { diagnosisProbes } from '#shared/diagnosis/probes/probes.ts';
import { findingSchema } from '#shared/run/run.ts';
import { at, failedUnit, found, journalLine, subject, suggested } from './support.ts';

const first = (outputs: Readonly<Record<string, string>>) => found(outputs)[0];
const failed = (...lines: readonly string[]) => ({
  'Unit state': failedUnit,
  'Last journal lines': lines.map(journalLine).join('\n'),
});

describe('a diagnosis', () => {
  it('names who holds a port, by program, PID and unit', () => {
    const finding = first({
      ...failed('OSError: [Errno 98] Address already in use'),
      'Who listens': `LISTEN 0 5 0.0.0.0:3000 0.0.0.0:*
== units
LISTEN 0 5 0.0.0.0:3000 0.0.0.0:* cgroup:/system.slice/other.service
== root
LISTEN 0 5 0.0.0.0:3000 0.0.0.0:* users:(("node",pid=812,fd=3))`,
    });
    expect(finding?.text).toBe('Port 3000 is held by node (PID 812, unit other.service)');
    expect(finding?.suggests[0]?.actionId).toBe('free-port');
  });

  it('tells a wrong owner from a wrong mode, by who runs the service and by the files beside it', () => {
    const outputs = (mode: string, owner: string) => ({
      ...failed("PermissionError: [Errno 13] Permission denied: '/srv/photos/config.json'"),
      'Way to its files': 'uid=99(photos) gid=99(photos) groups=99(photos)\n',
      'Files of the service': `drwxr-xr-x photos photos 1.0 1.0 4096 /srv/photos
-rw-r--r-- photos photos 1.0 1.0 10 /srv/photos/app.py
${mode} ${owner} ${owner} 1.0 1.0 10 /srv/photos/config.json`,
    });
    expect(first(outputs('-rw-------', 'root'))?.text).toMatch(/config\.json has the wrong owner: root:root/);
    expect(first(outputs('----------', 'photos'))?.text).toMatch(/config\.json has the wrong mode: -{10}/);
    expect(suggested(outputs('-rw-------', 'root'))[0]).toBe('own');
  });

  it('says which unit is missing, and where it was asked for', () => {
    const finding = first({
      'Unit state': failedUnit.replace('Requires=', 'Requires=db.service'),
      'What it needs': 'Id=db.service\nLoadState=not-found\nActiveState=inactive\n',
      'Unit files': '# /etc/systemd/system/photos.service\n[Unit]\nRequires=db.service\n',
    });
    expect(finding?.text).toBe(
      'It needs db.service, which does not exist on this host (named in /etc/systemd/system/photos.service, line 2)',
    );
  });

  it('says what fills a disk, and suggests what frees that very place first', () => {
    const finding = first({
      'Disk space': '/dev/sda1 1000 990 10 99% /\n',
      'What fills it': '== space /\n900000000 /tmp/photos-cache/x\n900000\t/tmp/photos-cache\n100\t/usr\n',
    });
    expect(finding?.text).toMatch(/disk \/ 99 %, most of it by \/tmp\/photos-cache/);
    expect(finding?.suggests[0]).toMatchObject({ actionId: 'clear' });
  });

  it('takes a commit back where the broken file came with it, and else restores the backup', () => {
    const broken = failed('/srv/photos/config.json:3: configuration is not valid JSON');
    expect(suggested(broken).slice(0, 2)).toEqual(['restore', 'roll-back']);
    const seconds = at / 1_000 - 300;
    const commits = `== /srv/photos\ncommit aaaaaaaaaa ${String(seconds)} Tidy up\n\nM\tconfig.json\n-- moves\nbbbbbbbbbb aaaaaaaaaa x <x@x> ${String(seconds)} +0000\tcommit: Tidy up\n`;
    expect(suggested({ ...broken, 'Deployed commits': commits })[0]).toBe('roll-back');
    expect(first({ ...broken, 'Deployed commits': commits })?.text).toMatch(/it came with aaaaaaa "Tidy up"/);
  });

  it('never suggests what restarts another unit than the one concerned', () => {
    expect(suggested({ 'Unit state': failedUnit })).toEqual(['restart']);
  });

  it('suggests the restart of a stopped unit that something on this host must answer', () => {
    const outputs = {
      ...failed('GET http://127.0.0.1:8080/x: [Errno 111] Connection refused'),
      'Failed units': '== web.service\nId=web.service\nResult=exit-code\n',
    };
    expect(first(outputs)?.text).toMatch(
      /Connection refused by http:\/\/127\.0\.0\.1:8080.*web\.service is not running/,
    );
    expect(suggested(outputs)[0]).toBe('restart-other');
  });

  it('looks away from what the journal said long before the start', () => {
    const old = '2026-02-20T03:00:00+0000 nas photos[7]: No space left on device';
    const ids = found({ 'Unit state': failedUnit, 'Last journal lines': old }).map(({ id }) => id);
    expect(ids).not.toContain('disk-full');
  });

  it('says who stopped a unit that nothing failed in', () => {
    const outputs = {
      'Unit state': failedUnit
        .replaceAll('failed', 'inactive')
        .replace('exit-code', 'success')
        .replace('SubState=inactive', 'SubState=dead'),
      'Logins, sudo and reboots':
        '== sudo\n2026-03-01T03:09:00+0000 nas sudo[1]: anna : PWD=/ ; USER=root ; COMMAND=/usr/bin/systemctl stop photos\n== boot\n',
    };
    expect(first(outputs)?.text).toBe('The unit was stopped by anna with sudo; nothing in it failed');
  });

  it('knows the failing unit behind a timer', () => {
    const finding = first({
      'Failed units': `== photos-backup.service
Id=photos-backup.service
Result=exit-code
ExecMainStatus=2
TriggeredBy=photos-backup.timer
2026-03-01T03:00:00+0000 nas backup.sh[9]: cannot reach the store`,
    });
    expect(finding?.text).toBe(
      'photos-backup.service, which photos-backup.timer starts, failed (exit-code 2): Something that it calls cannot be reached: cannot reach the store',
    );
  });

  it('tells names, refusals and limits from the words of the service', () => {
    const text = (line: string) => first(failed(line))?.text ?? '';
    expect(text('getaddrinfo ENOTFOUND db.lan')).toBe('A name is not resolved: db.lan');
    expect(text('GET https://api.lan/x: HTTP Error 401: Unauthorized')).toMatch(
      /credentials \(401\) \(https:\/\/api\.lan\/x\)/,
    );
    expect(text('GET https://api.lan/x: HTTP Error 429: Too Many Requests (Retry-After: 60)')).toMatch(
      /\(429\).*wait 60 s/,
    );
    expect(text('SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired')).toMatch(
      /certificate has expired/,
    );
    expect(text('OSError: [Errno 24] Too many open files')).toBe('It has too many files open');
    expect(text("FileNotFoundError: [Errno 2] No such file or directory: '/srv/photos/a.json'")).toBe(
      'Missing: /srv/photos/a.json',
    );
  });

  it('decides each point of the issue patterns, with the reason', () => {
    const point = (id: string, text: string) => ({ id, text, line: 1, tick: null });
    const pattern = {
      id: 'start',
      title: "Service Won't Start",
      line: 1,
      points: [
        point('p', 'Check port availability'),
        point('d', 'Review dependency services'),
        point('m', 'Dance around the fire'),
      ],
    };
    const outputs = {
      'Unit state': failedUnit,
      'Who listens': 'LISTEN 0 5 0.0.0.0:3000 0.0.0.0:* users:(("node",pid=8,fd=3))',
    };
    const told = found(outputs, [pattern]).filter(({ id }) => id.startsWith('point:'));
    expect(Object.fromEntries(told.map(({ id, text }) => [id, text.split(': ').slice(1).join(': ')]))).toEqual({
      'point:p': 'yes: Port 3000 is held by node (PID 8)',
      'point:d': 'unknown: it was not asked',
      'point:m': 'unknown: no diagnostic of Sitrep decides this point',
    });
  });

  it('never trips over what a host prints, and comes to an end', () => {
    const titles = diagnosisProbes(subject, quote).map(({ title }) => title);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 5, maxLength: 5 }), fc.nat(), (texts, turn) => {
        const outputs = Object.fromEntries(titles.map((title, index) => [title, texts[(index + turn) % 5] ?? '']));
        for (const finding of found(outputs)) findingSchema.parse(finding);
      }),
      { numRuns: 50 },
    );
    const nasty = [
      '/'.repeat(60_000),
      'error '.repeat(10_000),
      `${'a/'.repeat(30_000)}.json:1`,
      'invalid in /a.conf:'.repeat(4_000),
      'File "/x", line 1\n'.repeat(4_000),
    ];
    for (const text of nasty) for (const finding of found(failed(text))) findingSchema.parse(finding);
  });
});
