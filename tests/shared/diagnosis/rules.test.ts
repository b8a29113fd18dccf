import { describe, expect, it } from 'vitest';
import { failedUnit, found, journalLine, suggested } from './support.ts';

type Outputs = Readonly<Record<string, string>>;
const first = (outputs: Outputs) => found(outputs)[0];
const said = (...lines: readonly string[]): Outputs => ({
  'Unit state': failedUnit,
  'Last journal lines': lines.map(journalLine).join('\n'),
});
const runningUnit = failedUnit
  .replaceAll('=failed', '=active')
  .replace('exit-code', 'success')
  .replace('Status=1', 'Status=0');
const account = 'uid=99(photos) gid=99(photos) groups=99(photos)\n';
const severities = (outputs: Outputs) => found(outputs).map(({ severity }) => severity);

describe('causes told by what the host shows', () => {
  it('are none where systemd reads a file as root that the account of the service may not', () => {
    const outputs = {
      'Unit state': `${runningUnit}\nEnvironmentFiles=/etc/photos.env (ignore_errors=no)`,
      'Way to its files': `${account}f: /etc/photos.env\ndrwxr-xr-x root root /\ndrwxr-xr-x root root etc\n-rw------- root root photos.env\n`,
    };
    expect(severities(outputs)).not.toContain('critical');
  });

  it('are none where a unit rests until its timer or socket calls it', () => {
    const resting = failedUnit.replaceAll('=failed', '=inactive').replace('exit-code', 'success');
    expect(severities({ 'Unit state': `${resting}\nType=oneshot` })).not.toContain('critical');
    expect(severities({ 'Unit state': `${resting}\nType=simple\nTriggeredBy=photos.socket` })).not.toContain(
      'critical',
    );
    expect(first({ 'Unit state': `${resting}\nType=simple` })?.text).toMatch(/was stopped/);
  });

  it('is the stopped process of what it needs', () => {
    const outputs = {
      'Unit state': runningUnit,
      'States of its processes': 'photos.service 7 Ssl\ndb.service 9 Tsl\n',
    };
    expect(first(outputs)?.text).toMatch(/process of db\.service, which it needs, \(PID 9\) is stopped/);
  });

  it('is the watchdog, and the drop-in that sets it is named', () => {
    const outputs = {
      ...said(),
      'Unit state': failedUnit.replace('exit-code', 'watchdog').concat('\nWatchdogUSec=1s'),
      'Unit files':
        '# /etc/systemd/system/photos.service\n[Service]\n# /etc/systemd/system/photos.service.d/w.conf\n[Service]\nWatchdogSec=1\n',
    };
    expect(first(outputs)?.text).toMatch(/watchdog.*WatchdogSec is 1s.*set in \S+w\.conf, line 2/);
  });

  it('are told once where nothing listens on a port and its address does not answer', () => {
    const outputs = {
      'Unit state': runningUnit,
      'Who listens': 'LISTEN 0 5 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=5,fd=3))\n',
      'What it answers':
        '== http://localhost:3000/health\ncurl: (7) Failed to connect to localhost port 3000 after 0 ms: Could not connect\n',
    };
    const [told, ...others] = found(outputs).filter(({ severity }) => severity !== 'ok');
    expect(told).toMatchObject({ id: 'answer:http://localhost:3000/health', severity: 'critical' });
    expect(told?.proof).toMatch(/^Nothing listens on port 3000\ncurl: \(7\)/);
    expect(told?.suggests).toEqual([{ actionId: 'restart', reason: 'it runs and does not listen' }]);
    expect(others.map(({ id }) => id)).not.toContain('port:3000');
  });

  it('is the program that holds a port which only the configuration names', () => {
    const outputs = {
      ...said('OSError: [Errno 98] Address already in use'),
      'What its configuration names': '/srv/photos/a.toml:3:\nport = 9123\n',
      'Who listens': 'LISTEN 0 5 0.0.0.0:9123 0.0.0.0:* users:(("python3",pid=5,fd=3))\n',
    };
    expect(first(outputs)?.text).toBe('Port 9123 is held by python3 (PID 5)');
  });

  it('is a port below 1024, and where it stands', () => {
    const outputs = {
      ...said('listen tcp :843: bind: permission denied'),
      'What its configuration names': '/srv/photos/a.toml:3:\nport = 843\n',
    };
    expect(first(outputs)?.text).toMatch(/account photos may not open port 843.*a\.toml, line 3/);
  });

  it('is the value that a program does not take, where it stands in its configuration', () => {
    const outputs = {
      ...said("ValueError: invalid literal for int() with base 10: 'eighty'"),
      'Where its words stand in its configuration': '/srv/photos/a.toml:4 eighty\n',
    };
    expect(first(outputs)?.text).toMatch(/eighty' \(it stands in \/srv\/photos\/a\.toml, line 4\)/);
  });

  it('is the interpreter that a script names and the host does not have, and not the script', () => {
    const outputs = {
      'Unit state': failedUnit,
      'Last journal lines': journalLine('x').replace(
        'photos[7]: x',
        '(run)[7]: photos.service: Failed to execute /srv/photos/run: No such file or directory',
      ),
      'Programs that it starts': 'x86_64\n== /srv/photos/run\n#!/usr/bin/zsh\nbytes  23 21\n',
    };
    expect(first(outputs)?.text).toBe(
      '/srv/photos/run cannot be started: its interpreter /usr/bin/zsh is not installed',
    );
  });

  it('is a deleted file that fills a disk, and whose restart frees it', () => {
    const outputs = {
      'Disk space': '/dev/sdb1 100000 100000 0 100% /srv/photos\n/dev/sda1 100000 1000 99000 1% /\n',
      'Deleted files held open':
        '80000000 /proc/9/fd/3 /srv/photos/big (deleted) unit:0::/system.slice/web.service name:web\n',
    };
    expect(first(outputs)?.text).toMatch(
      /disk \/srv\/photos is full, most of it by the deleted file .*web \(PID 9, web\.service\) keeps open/,
    );
    expect(suggested(outputs)[0]).toBe('restart-other');
  });

  it('is the line of /etc/hosts that sends a name to a machine that is gone', () => {
    const outputs = {
      ...said('background work failed: timed out'),
      'Unit state': runningUnit,
      'What it calls':
        '== http://store.lan:9100\nname store.lan resolved to 10.9.9.9\nhosts line 4:10.9.9.9 store.lan\ncurl: (28) Connection timed out after 5001 milliseconds\n',
    };
    expect(first(outputs)?.text).toMatch(/store\.lan:9100.*\/etc\/hosts, line 4, sends store\.lan to 10\.9\.9\.9/);
  });

  it('is a unit of this host that is stopped, where the name of what is called leads here', () => {
    const outputs = {
      'Unit state': runningUnit,
      'What it calls': '== http://store.lan:9100\nname store.lan resolved to 127.0.0.1\ncurl: (7) Connection refused\n',
      'Failed units':
        '== stopped\nId=store.service\nUnitFileState=enabled\nActiveState=inactive\nType=simple\nExecStart=/opt/store\n',
    };
    expect(first(outputs)?.text).toMatch(/store\.lan:9100.*store\.service is not running on this host/);
    const forgotten = outputs['Failed units'].replace('=enabled', '=disabled');
    expect(first({ ...outputs, 'Failed units': forgotten })?.text).not.toMatch(/store\.service/);
    const naming = forgotten.replace('/opt/store', '/opt/store --port 9100');
    expect(first({ ...outputs, 'Failed units': naming })?.text).toMatch(/store\.service is not running on this host/);
  });

  it('is the wall that the unit builds around its program, and not the file behind it', () => {
    const wall = (lines: string) => ({
      'Unit files': `# /usr/lib/systemd/system/photos.service\n[Service]\nProtectSystem=full\n# /etc/systemd/system/photos.service.d/w.conf\n[Service]\n${lines}`,
    });
    const readOnly = { ...said("OSError: [Errno 30] Read-only file system: '/srv/photos/log'") };
    expect(first({ ...readOnly, ...wall('ProtectSystem=strict\n') })?.text).toMatch(
      /^The unit itself makes folders read-only.*ProtectSystem=strict in \S+w\.conf, line 2/,
    );
    expect(first({ ...readOnly, ...wall('ProtectSystem=\n') })?.text).not.toMatch(/The unit itself/);
    const refused = said("PermissionError: [Errno 13] Permission denied: '/srv/photos/secret'");
    expect(first({ ...refused, ...wall('InaccessiblePaths=-/srv/other /srv/photos\n') })?.text).toMatch(/hides this/);
    expect(first({ ...refused, ...wall('InaccessiblePaths=/srv/other\n') })?.text).not.toMatch(/The unit itself/);
  });

  it('is the proxy of the environment, where nothing listens', () => {
    const outputs = {
      ...said('urlopen error [Errno 111] Connection refused'),
      'Unit files':
        '# /etc/systemd/system/photos.service\n[Service]\nEnvironment="A=b" "https_proxy=http://anna:pw@127.0.0.1:3128/"\n',
    };
    expect(first(outputs)?.text).toBe(
      'It calls through the proxy 127.0.0.1:3128 (https_proxy in /etc/systemd/system/photos.service, line 2), where nothing listens',
    );
  });

  it('is the condition that keeps systemd from starting it', () => {
    const outputs = {
      'Unit state': failedUnit
        .replaceAll('=failed', '=inactive')
        .replace('exit-code', 'success')
        .concat('\nConditionResult=no'),
      'Unit status':
        '     Active: inactive (dead)\n  Condition: start condition failed at Sat 2026-02-28 03:00:00 UTC\n             └─ ConditionPathExists=/etc/photos.on was not met\n',
    };
    expect(first(outputs)?.text).toBe('systemd skips its start: ConditionPathExists=/etc/photos.on does not hold');
  });

  it('is the unit that was started in its place', () => {
    const outputs = {
      'Unit state': failedUnit
        .replaceAll('=failed', '=inactive')
        .replace('exit-code', 'success')
        .concat('\nInactiveEnterTimestampMonotonic=60000000'),
      'What it conflicts with':
        'Id=old.service\nActiveState=active\nActiveEnterTimestampMonotonic=5000000\n\nId=rival.service\nActiveState=active\nActiveEnterTimestampMonotonic=60500000\n',
    };
    expect(first(outputs)?.text).toMatch(/^It was stopped because rival\.service was started/);
  });

  it('is the attribute of a file that owner and mode let it write', () => {
    const outputs = {
      ...said("PermissionError: [Errno 1] Operation not permitted: '/srv/photos/db.sqlite'"),
      'Attributes of its files': '----i---------e------- /srv/photos/db.sqlite\n',
    };
    expect(first(outputs)?.text).toMatch(/^\/srv\/photos\/db\.sqlite is immutable/);
  });

  it('is an address that nobody has, and not a refusal, where the answer took its time', () => {
    const outputs = {
      ...said('background work failed: [Errno 113] No route to host'),
      'Unit state': runningUnit,
      'What it calls':
        "== http://store.lan:9100\nname store.lan resolved to 10.9.9.9\nhosts line 4:10.9.9.9 store.lan\ncurl: (7) Failed to connect to store.lan port 9100 after 3074 ms: Couldn't connect to server\n",
    };
    expect(first(outputs)?.text).toMatch(/store\.lan:9100.*\/etc\/hosts, line 4, sends store\.lan to 10\.9\.9\.9/);
  });

  it('is told in the last words of the program where no rule knows them', () => {
    expect(first(said('the vault is not sealed', 'exiting'))?.text).toBe(
      'It ended with exit status 1 and said last: the vault is not sealed',
    );
  });

  it('counts a unit that systemd started again a moment ago as down', () => {
    const outputs = {
      'Unit state': `${runningUnit.replace('NRestarts=0', 'NRestarts=3')}\nActiveEnterTimestampMonotonic=95000000`,
      'Uptime and load': '100.0 1.0\n0.1 0.1 0.1 1/1 1\n1772334605\n4\n',
      'Last journal lines': [
        'systemd[1]: Started photos.service.',
        'photos[7]: cannot open the vault',
        "systemd[1]: photos.service: Failed with result 'exit-code'.",
        'systemd[1]: photos.service: Scheduled restart job, restart counter is at 3.',
        'systemd[1]: Started photos.service.',
      ]
        .map((text) => `2026-03-01T03:10:04+0000 nas ${text}`)
        .join('\n'),
    };
    expect(first(outputs)?.text).toMatch(/cannot open the vault/);
  });
});

describe('what stands around a service', () => {
  const troubled = (...lines: readonly string[]): Outputs => ({
    'Unit state': runningUnit,
    'Last journal lines': lines.map(journalLine).join('\n'),
    'What it answers': '== http://localhost:3000/health\nHTTP/1.1 503 X\n\n{}\n',
  });
  const configured = 'place /srv/photos\n';

  it('tells of a program that is stopped and listens where the service calls', () => {
    const outputs = {
      ...troubled('GET http://store.lan:9100/x: timed out'),
      'Files of the service': configured,
      'What its configuration names': '/srv/photos/config.json:4:\nhttp://127.0.0.1:9100\n',
      'Who listens': 'LISTEN 0 5 127.0.0.1:9100 0.0.0.0:* users:(("python3",pid=115,fd=3))',
      'States of its processes': 'photos 7 Ss\n== stopped\n115 store.service python3\n99 - vim\n',
    };
    expect(first(outputs)?.text).toBe(
      'What it calls at http://127.0.0.1:9100 is stopped: python3 (PID 115, unit store.service) was sent SIGSTOP, or a debugger holds it',
    );
    expect(severities({ ...outputs, 'What its configuration names': '' })).toHaveLength(severities(outputs).length - 1);
  });

  it('names the entry of /etc/hosts that sends a name to where nobody answers', () => {
    const outputs = {
      ...troubled('GET http://store.lan:9100/x: [Errno 113] No route to host'),
      'What it calls': `== http://store.lan:9100
name store.lan resolved to 10.9.9.9
hosts line 3:10.9.9.9 store.lan
curl: (7) Failed to connect to store.lan port 9100 after 3100 ms: No route to host`,
    };
    expect(first(outputs)?.text).toMatch(
      /\(http:\/\/store\.lan:9100\); \/etc\/hosts, line 3, sends store\.lan to 10\.9\.9\.9: /,
    );
  });

  it('reads the log files of its own where the journal says nothing, and only what is about this outage', () => {
    const log = (at: string, line: string): Outputs => ({
      'Unit state': failedUnit,
      'Its own logs': `== ${String(Date.parse(at) / 1_000)}.5 /var/log/photos/app.log\n2026-03-01 01:00:00 ERROR cannot open /srv/old\n${line}`,
    });
    const line = '2026-03-01 03:10:01,120 CRITICAL connect to 127.0.0.1:5432 failed: Connection refused';
    expect(first(log('2026-03-01T03:10:01Z', line))?.text).toMatch(/^Connection refused by 127\.0\.0\.1:5432/);
    expect(first(log('2026-03-01T03:10:01Z', ''))?.text).not.toMatch(/old/);
    expect(first(log('2026-03-01T01:10:01Z', line))?.text).not.toMatch(/refused/);
  });

  it('suggests nothing that frees another file system than the full one', () => {
    const disks = (full: string) => ({
      'Disk space': `/dev/sda1 1000 ${full === '/' ? '990 10 99%' : '100 900 10%'} /\ntmpfs 100 ${full === '/' ? '1 99 1%' : '99 1 99%'} /srv/photos/data\n`,
    });
    expect(suggested(disks('/'))).toContain('clear');
    expect(suggested(disks('/srv/photos/data'))).not.toContain('clear');
  });

  it('says what a failed unit beside it could not start, and mends that first', () => {
    const outputs = {
      'Unit state': runningUnit,
      'Way to its files': account,
      'Files of the service': `place /srv/photos
drwxr-xr-x photos photos 1.0 1.0 4096 /srv/photos
-rw-r--r-- photos photos 1.0 1.0 10 /srv/photos/tidy.sh`,
      'Failed units': `degraded
== photos-tidy.service
Id=photos-tidy.service
Result=exit-code
ExecMainStatus=203
TriggeredBy=photos-tidy.timer

2026-03-01T03:10:05+0000 nas systemd[1]: photos-tidy.service: Failed at step EXEC spawning /srv/photos/tidy.sh: Permission denied`,
    };
    expect(first(outputs)?.text).toMatch(
      /photos-tidy\.timer starts, failed \(exit-code 203\): .*tidy\.sh has the wrong mode/,
    );
    expect(first(outputs)?.suggests[0]?.actionId).toBe('own');
  });
});
