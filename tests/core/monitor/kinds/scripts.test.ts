import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import { shellHost, shellNames } from './shells.ts';

const folder = mkdtempSync(path.join(tmpdir(), "sitrep kinds ' "));
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

const web: Server = createServer((request, response) => {
  if (request.url === '/slow') return;
  response.statusCode = request.url === '/broken' ? 502 : 200;
  response.end(`{"status":"${request.url === '/sick' ? 'degraded' : 'healthy'}"}`);
});
let port = 0;
const closedPort = 9;
const git = (...words: string[]): string => execFileSync('git', words, { cwd: folder, encoding: 'utf8' });

beforeAll(async () => {
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  port = (web.address() as AddressInfo).port;
  execFileSync('git', ['init', '-q', '-b', 'main', path.join(folder, 'origin')]);
  const commit = ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m'];
  git('-C', 'origin', ...commit, 'first');
  git('clone', '-q', path.join(folder, 'origin'), path.join(folder, 'current'));
  git('clone', '-q', path.join(folder, 'origin'), path.join(folder, 'behind'));
  git('clone', '-q', path.join(folder, 'origin'), path.join(folder, 'detached'));
  git('-C', 'detached', 'checkout', '-q', '--detach');
  git('-C', 'origin', ...commit, 'second');
  git('-C', 'current', 'pull', '-q');
});
afterAll(() => {
  web.close();
  rmSync(folder, { recursive: true });
});

type WithoutId<Check> = Check extends unknown ? Omit<Check, 'id'> : never;

const systemctl = `#!/bin/sh
case "$*" in
*"-p Triggers --"*) echo Triggers=backup.service;;
*) for u in "$@"; do case $u in
nginx.service) printf 'Id=nginx.service\\nNames=nginx.service\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nType=notify\\nNRestarts=2\\nResult=success\\n\\n';;
old.service) printf 'Id=new.service\\nNames=new.service old.service\\nLoadState=loaded\\nActiveState=failed\\nSubState=failed\\nType=simple\\nResult=exit-code\\nExecMainCode=1\\nExecMainStatus=3\\n\\n';;
backup.timer) printf 'Id=backup.timer\\nNames=backup.timer\\nLoadState=loaded\\nActiveState=active\\nSubState=waiting\\nTriggers=backup.service\\n\\n';;
backup.service) printf 'Id=backup.service\\nNames=backup.service\\nLoadState=loaded\\nActiveState=failed\\nSubState=failed\\nType=oneshot\\nResult=oom-kill\\nTriggeredBy=backup.timer\\n\\n';;
*.service) printf 'Id=%s\\nNames=%s\\nLoadState=not-found\\nActiveState=inactive\\nSubState=dead\\n\\n' "$u" "$u";;
esac; done;; esac
`;
const journalctl = `#!/bin/sh
case "$*" in *_PID=1*) echo started;; *-u*silent*) ;; *) echo "disk error on sda"; echo fine; echo "disk error on sdb";; esac
`;
const docker = `#!/bin/sh
for c in "$@"; do :; done
case $c in
good) echo '0 {"Status":"running","ExitCode":0,"Health":{"Status":"healthy"}}';;
sick) echo '0 {"Status":"running","ExitCode":0,"Health":{"Status":"unhealthy"}}';;
stopped) echo '0 {"Status":"exited","ExitCode":137,"OOMKilled":true}';;
*) echo "Error: No such container: $c" >&2; exit 1;; esac
`;
const standIns = {
  systemctl,
  journalctl,
  docker,
  zpool: `#!/bin/sh\nprintf 'tank\\tDEGRADED\\t41%%\\nrpool\\tONLINE\\t20%%\\n'\n`,
  btrfs: `#!/bin/sh\nprintf '[/dev/sda].write_io_errs    0\\n[/dev/sda].corruption_errs  3\\n'\n`,
  smartctl: `#!/bin/sh\necho '{"smart_status":{"passed":true},"temperature":{"current":31}}'\nexit 4\n`,
};

describe.each(shellNames)('on a host with %s', (shell) => {
  it('every kind of check understands what the host says', async () => {
    const here = await shellHost(shell, { ...standIns, git: '#!/bin/sh\nexec /usr/bin/git "$@"\n' });
    file('fresh.tar', 'x');
    utimesSync(file('old.tar', 'x'), 1, 1);
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(file('future.dat', 'x'), tomorrow, tomorrow);
    const url = `http://127.0.0.1:${port}`;
    const checks: Record<string, readonly [WithoutId<CheckDefinition>, string, RegExp]> = {
      up: [{ kind: 'reachable' }, 'ok', /answers/],
      nginx: [{ kind: 'systemd-unit', unit: 'nginx' }, 'ok', /^unit nginx is running$/],
      alias: [{ kind: 'systemd-unit', unit: 'old.service' }, 'critical', /^unit old failed: exit status 3$/],
      gone: [{ kind: 'systemd-unit', unit: 'nowhere' }, 'critical', /gone/],
      nonsense: [{ kind: 'systemd-unit', unit: 'a b; rm' }, 'unknown', /not the name of a unit/],
      timer: [
        { kind: 'systemd-unit', unit: 'backup.timer' },
        'critical',
        /^unit backup.timer: unit backup: the last run failed: .*memory|^unit backup.timer: unit backup failed: .*memory/,
      ],
      page: [{ kind: 'http', url: `${url}/`, contains: '"healthy"' }, 'ok', /answers 200/],
      plain: [{ kind: 'http', url: `${url}/` }, 'ok', /answers 200/],
      sick: [{ kind: 'http', url: `${url}/sick`, contains: '"healthy"' }, 'critical', /without ""healthy""/],
      brackets: [{ kind: 'http', url: `${url}/?a[]={b}&c=[1-3]` }, 'ok', /answers 200/],
      query: [{ kind: 'http', url: `${url}/?a=1&b=2` }, 'ok', /answers 200/],
      broken: [{ kind: 'http', url: `${url}/broken` }, 'critical', /answers 502/],
      refused: [{ kind: 'http', url: `http://127.0.0.1:${closedPort}/` }, 'critical', /does not answer/],
      port: [{ kind: 'tcp', port }, 'ok', /accepts/],
      closed: [
        { kind: 'tcp', port: closedPort },
        'critical',
        /does not accept connections: the connection was refused/,
      ],
      disk: [{ kind: 'disk', path: '/tmp', warning: 100, critical: 100 }, 'ok', /^disk \/.* is \d+ % full/],
      noDisk: [{ kind: 'disk', path: '/no where' }, 'critical', /does not exist/],
      memory: [{ kind: 'memory', warning: 100, critical: 100 }, 'ok', /available/],
      load: [{ kind: 'load', warning: 1000, critical: 1000 }, 'ok', /per core over 5 min/],
      process: [{ kind: 'process', pattern: 'no[s]uchprocess-[0-9]+x' }, 'critical', /^0 processes match/],
      shells: [{ kind: 'process', pattern: '(^|/)(sh|dash|bash|busybox)( |$)' }, 'ok', /match/],
      journal: [
        { kind: 'journal', pattern: 'disk (error|fault)' },
        'warning',
        /^2 journal lines .* last: disk error on sdb$/,
      ],
      silent: [{ kind: 'journal', pattern: 'x', unit: 'silent' }, 'ok', /no journal line/],
      fresh: [{ kind: 'file-age', path: path.join(folder, '*.tar') }, 'ok', /fresh\.tar is \d+ s old/],
      old: [{ kind: 'file-age', path: path.join(folder, 'old.tar') }, 'critical', /old\.tar is \d+ days old/],
      future: [
        { kind: 'file-age', path: path.join(folder, 'future.dat') },
        'warning',
        /future\.dat is dated 24 h in the future, so its age is not known/,
      ],
      missing: [{ kind: 'file-age', path: path.join(folder, 'none') }, 'critical', /does not exist/],
      good: [{ kind: 'container', container: 'good' }, 'ok', /healthy/],
      unhealthy: [{ kind: 'container', container: 'sick' }, 'critical', /unhealthy/],
      stopped: [{ kind: 'container', container: 'stopped' }, 'critical', /exited \(killed for want of memory\)/],
      noContainer: [{ kind: 'container', container: 'other' }, 'critical', /is gone/],
      current: [{ kind: 'git-drift', path: path.join(folder, 'current') }, 'ok', /the newest of origin\/main/],
      behind: [{ kind: 'git-drift', path: path.join(folder, 'behind') }, 'warning', /but origin\/main is at/],
      noBranch: [
        { kind: 'git-drift', path: path.join(folder, 'behind'), branch: 'nope' },
        'unknown',
        /nope is not to be had/,
      ],
      oddRemote: [
        { kind: 'git-drift', path: path.join(folder, 'behind'), remote: '$(touch "$HOME"/x)`id`' },
        'unknown',
        /cannot be compared: fatal: .*\$\(touch "\$HOME"\/x\)`id`|is not to be had from \$\(touch/,
      ],
      detached: [
        { kind: 'git-drift', path: path.join(folder, 'detached') },
        'unknown',
        /no branch is checked out; name one in the check/,
      ],
      json: [{ kind: 'json', path: file('good.json', '{"a": [1, 2]}') }, 'ok', /is valid/],
      badJson: [
        { kind: 'json', path: file('bad.json', '{\n  "password": secret,\n}') },
        'critical',
        /not valid JSON: line 2, column \d+$/,
      ],
      zfs: [{ kind: 'storage-health', target: 'zfs' }, 'critical', /tank is DEGRADED/],
      btrfs: [{ kind: 'storage-health', target: 'btrfs', device: '/' }, 'critical', /corruption_errs 3/],
      smart: [{ kind: 'storage-health', target: 'smart' }, 'ok', /is well/],
      plugin: [{ kind: 'plugin', command: `echo "OK - all well | 'a b'=3;5;9"; exit 1` }, 'warning', /^OK - all well$/],
      noPlugin: [{ kind: 'plugin', command: 'check_nothing_at_all' }, 'unknown', /cannot be run/],
    };
    const readings = await here.ask(
      Object.entries(checks).map(([id, [check]]): CheckDefinition => Object.assign({ id }, check)),
    );
    here.close();
    for (const [id, [, outcome, text]] of Object.entries(checks)) {
      expect({ id, outcome: readings[id]?.outcome, text: readings[id]?.text }).toEqual({
        id,
        outcome,
        text: expect.stringMatching(text) as unknown,
      });
    }
    expect(readings['plugin']?.values).toEqual([{ name: 'a b', value: 3, unit: '', warning: 5, critical: 9 }]);
  });
});

it('says what to install where a host lacks the tool', async () => {
  const here = await shellHost('busybox');
  const readings = await here.ask([
    { id: 'unit', kind: 'systemd-unit', unit: 'nginx' },
    { id: 'journal', kind: 'journal', pattern: 'x' },
    { id: 'container', kind: 'container', container: 'x' },
    { id: 'tls', kind: 'tls', address: 'localhost' },
    { id: 'git', kind: 'git-drift', path: '/' },
    { id: 'zfs', kind: 'storage-health', target: 'zfs' },
  ]);
  here.close();
  for (const reading of Object.values(readings)) expect(reading).toMatchObject({ outcome: 'unknown' });
  expect(readings['container']?.text).toContain('neither docker nor podman');
});

it('sees how long a certificate is valid from the host', async () => {
  const key = path.join(folder, 'key.pem');
  const certificate = path.join(folder, 'cert.pem');
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    '-days',
    '10',
    '-subj',
    '/CN=localhost',
  ];
  execFileSync('openssl', request, { stdio: 'pipe' });
  const { readFileSync } = await import('node:fs');
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tlsPort = (server.address() as AddressInfo).port;
  const here = await shellHost('dash');
  const readings = await here.ask([
    { id: 'soon', kind: 'tls', address: '127.0.0.1', port: tlsPort },
    { id: 'fine', kind: 'tls', address: '127.0.0.1', port: tlsPort, warning: 5, critical: 1 },
    { id: 'none', kind: 'tls', address: '127.0.0.1', port: closedPort },
  ]);
  here.close();
  server.close();
  expect(readings['soon']).toMatchObject({
    outcome: 'warning',
    text: expect.stringMatching(/valid for (9|10) more days/) as unknown,
  });
  expect(readings['fine']?.outcome).toBe('ok');
  expect(readings['none']).toMatchObject({ outcome: 'critical', text: expect.stringContaining('refused') as unknown });
});
