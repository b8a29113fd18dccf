import { until } from '#tests/support/until.ts';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fallbackOptions } from '#core/ssh/config/fallbackOptions.ts';
import { parseJump } from '#core/ssh/config/parseJump.ts';
import { parseEffectiveOptions, sshOptionsFrom } from '#core/ssh/config/sshOptions.ts';
import { type Desk, openDesk, reach } from '../desk.ts';
import { makeFolder, makeKey, me, readPublicKey, run, type Sshd, startSshd } from '../sshd.ts';

let folder: string;
let key: string;
let sshd: Sshd;
let desk: Desk;

beforeAll(async () => {
  folder = await makeFolder();
  key = await makeKey(path.join(folder, 'user'));
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
});
afterAll(async () => {
  await sshd.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.sessions.close());

const context = {
  name: 'web',
  home: '/home/me',
  localUser: 'me',
  localHost: 'laptop.lan',
  userId: 1000,
  isWindows: false,
  environment: { SSH_AUTH_SOCK: '/run/agent', KEYS: '/keys' },
};

describe('the configuration', () => {
  it('holds with its Includes, Match lines, tokens and patterns', async () => {
    await mkdir(path.join(desk.folder, 'hosts.d'));
    await writeFile(
      path.join(desk.folder, 'hosts.d', 'web.conf'),
      `Host we?\n  HostName 127.0.0.1\nMatch originalhost web\n  Port ${sshd.port}\n`,
    );
    await desk.configure(
      `Include ${desk.folder}/hosts.d/*.conf\nHost *\n  User ${me}\n  IdentityFile ${folder}/%%nobody\n  IdentityFile ${folder}/us%r\n`.replace(
        'us%r',
        'user',
      ),
    );
    expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
  });

  it('is read anew for each connection', async () => {
    await desk.configure('Host web\n  HostName 127.0.0.1\n  Port 1');
    const session = desk.sessions.of(desk.host('web'));
    expect(await reach(session)).toMatchObject({ failure: { kind: 'refused' } });
    await desk.configure(`Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}`);
    session.retry();
    expect(await reach(session)).toMatchObject({ kind: 'connected' });
  });

  it('is picked up while hosts are connected or wait for their person', async () => {
    const other = await startSshd({ folder, authorized: [await readPublicKey(key)] });
    const configure = (port: number, identity: string) =>
      desk.configure(
        `Host *\n HostName 127.0.0.1\n User ${me}\n IdentitiesOnly yes\nHost moving\n Port ${port}\n IdentityFile ${key}\nHost refused\n Port ${sshd.port}\n IdentityFile ${identity}`,
      );
    try {
      await configure(sshd.port, path.join(folder, 'no-such-key'));
      const [moving, refused] = [desk.sessions.of(desk.host('moving')), desk.sessions.of(desk.host('refused'))];
      expect(await reach(moving)).toMatchObject({ kind: 'connected' });
      expect(await reach(refused)).toMatchObject({ kind: 'failed', retryAt: null });
      await until(
        () => desk.logged.some((line) => line.startsWith('waiting for the person')),
        'the look at its options',
      );
      await configure(other.port, key);
      await until(() => refused.state().kind === 'connected', 'the refused host');
      await until(async () => (await other.log()).includes('Accepted publickey'), 'the connection to the new port');
      await until(() => moving.state().kind === 'connected', 'the moved host');
    } finally {
      await other.stop();
    }
  });

  it('that ssh does not accept is named with its line', async () => {
    await desk.configure('Host web\n  Hostnam 127.0.0.1');
    const state = await reach(desk.sessions.of(desk.host('web')));
    expect(state).toMatchObject({ failure: { kind: 'configuration' }, retryAt: null });
    expect(state.kind === 'failed' && state.failure.text).toMatch(/config.*line 2.*hostnam/i);
  });

  it('also holds for a host that was added by its address, whose own words win', async () => {
    await desk.configure(`Host 127.*\n  User nobody\n  Port 1\n  IdentityFile ${folder}/none`);
    const host = desk.host('added', {
      alias: undefined,
      address: '127.0.0.1',
      port: sshd.port,
      user: me,
      identityFile: key,
    });
    expect(await reach(desk.sessions.of(host))).toMatchObject({ kind: 'connected' });
  });

  it('lists its names with what they lead to, Includes too, without patterns', async () => {
    await writeFile(path.join(desk.folder, 'more'), 'Host nas "nas2" *.lan !not\n  HostName 10.0.0.9\n');
    await desk.configure(
      `Include ${desk.folder}/mo*\nHost web db # two\n  HostName 10.0.0.1\n  User root\n  Port 2200\n  ProxyJump nas`,
    );
    const names = await desk.sessions.sshNames();
    expect(names.map(({ alias }) => alias)).toEqual(['nas', 'nas2', 'web', 'db']);
    expect(names.find(({ alias }) => alias === 'db')).toEqual({
      alias: 'db',
      address: '10.0.0.1',
      port: 2200,
      user: 'root',
      jumps: 'nas',
    });
  });
});

describe('effective options', () => {
  it('have their tokens, variables and home folders expanded', () => {
    const raw = parseEffectiveOptions(
      [
        'hostname web.lan',
        'user ops',
        'port 2222',
        'identityfile ~/.ssh/id_%r_%h_%p',
        'identityfile ${KEYS}/%n %% with a space',
        'userknownhostsfile ~/.ssh/known_hosts "/etc/known hosts"',
        'globalknownhostsfile none',
        'serveraliveinterval 0',
        'connecttimeout 7',
        'proxyjump none',
      ].join('\n'),
    );
    expect(sshOptionsFrom(raw, context)).toMatchObject({
      hostName: 'web.lan',
      user: 'ops',
      port: 2222,
      identityFiles: ['/home/me/.ssh/id_ops_web.lan_2222', '/keys/web % with a space'],
      userKnownHostsFiles: ['/home/me/.ssh/known_hosts', '/etc/known hosts'],
      globalKnownHostsFiles: [],
      serverAliveIntervalMs: 15_000,
      connectTimeoutMs: 7_000,
      proxyJump: null,
      agentSocket: '/run/agent',
      methods: ['publickey', 'keyboard-interactive', 'password'],
    });
  });

  it.each([
    ['identityagent none', null],
    ['identityagent $KEYS', '/keys'],
    ['identityagent ~/agent', '/home/me/agent'],
    ['identityagent SSH_AUTH_SOCK', '/run/agent'],
  ])('name the agent: %s', (line, socket) => {
    expect(sshOptionsFrom(parseEffectiveOptions(line), context).agentSocket).toBe(socket);
  });

  it('use the pipe of the agent on Windows', () => {
    const options = sshOptionsFrom(new Map(), { ...context, isWindows: true, environment: {} });
    expect(options.agentSocket).toBe(String.raw`\\.\pipe\openssh-ssh-agent`);
  });

  it('leave out the methods that are switched off, in the preferred order', () => {
    const raw = parseEffectiveOptions(
      'passwordauthentication no\npreferredauthentications password,publickey,hostbased',
    );
    expect(sshOptionsFrom(raw, context).methods).toEqual(['publickey']);
  });
});

describe('jump hosts', () => {
  it.each([
    ['jump', [{ name: 'jump' }]],
    ['me@jump:2222,other', [{ name: 'jump', user: 'me', port: 2222 }, { name: 'other' }]],
    ['ssh://me@jump:22/', [{ name: 'jump', user: 'me', port: 22 }]],
    ['[fd00::1]:2222', [{ name: 'fd00::1', port: 2222 }]],
  ])('are read from %s', (text, hops) => {
    expect(parseJump(text, null)).toMatchObject(hops);
  });
});

describe('without an ssh program', () => {
  const here = { ...context, home: homedir(), localUser: me };

  it('a parser finds the same as ssh -G', async () => {
    const file = path.join(desk.folder, 'config');
    await writeFile(path.join(desk.folder, 'included'), 'Host web\n  User ops\n');
    await writeFile(
      file,
      [
        `Include ${desk.folder}/included`,
        'Host web db',
        '  HostName %h.example',
        '  Port 2222',
        '  IdentityFile ~/.ssh/one',
        '  IdentityFile ~/.ssh/two',
        '  ProxyJump jump',
        'Host *',
        '  UserKnownHostsFile ~/a ~/b',
        '  ServerAliveInterval 20',
        '  HashKnownHosts yes',
      ].join('\n'),
    );
    const target = { name: 'web', configFile: file };
    const { stdout } = await run('ssh', ['-G', '-F', file, 'web']);
    const { algorithms: _none, ...ours } = sshOptionsFrom(await fallbackOptions(target), here);
    const { algorithms: _all, ...theirs } = sshOptionsFrom(parseEffectiveOptions(stdout), here);
    expect(ours).toEqual(theirs);
  });

  it.each([
    ['an Include within a section that does not hold', 'Host other\n  Include @FOLDER/part\nHost web\n  Port 22'],
    ['an Include within one that does', 'Host w*\n  Include @FOLDER/part\n  Port 2200'],
    ['lines after an Include that ends in a section', 'Include @FOLDER/part\nPort 2200\nUser outside'],
    [
      'Match by host, user and negation',
      'hostname=nas.lan\nMatch host *.lan user !root\n  Port 2201\nMatch !host nas.lan\n  Port 1',
    ],
    [
      'Match final',
      'Host web\n  HostName nas.lan\nMatch final host nas.lan\n  Port 2202\n  IdentityFile /a\nHost *\n  IdentityFile /b',
    ],
    ['negated patterns and question marks', 'Host * !web\n  Port 1\nHost w?b\n  Port 2203'],
    ['a section for all at the end', 'Host web\n  User first\nHost *\n  User second\n  Port 2204'],
    ['ProxyCommand none before a ProxyJump', 'Host web\n  ProxyCommand none\nHost *\n  ProxyJump jump'],
    ['quotes, equals signs, tabs and comments', 'HOST = web # mine\n\tuser="some body"\n\tPort=2205 # not 22\n'],
    ['several files in one line', 'UserKnownHostsFile "/a" /c\nUserKnownHostsFile /d'],
  ])('reads %s as ssh does', async (_what, text) => {
    const file = path.join(desk.folder, 'config');
    await writeFile(path.join(desk.folder, 'part'), 'User inside\nHost web\n  Port 2222\nHost nobody\n  Port 3\n');
    await writeFile(file, `${text.replaceAll('@FOLDER', desk.folder)}\nHost *\n  IdentityFile /key\n`);
    const { stdout } = await run('ssh', ['-G', '-F', file, 'web']);
    const { algorithms: _none, ...ours } = sshOptionsFrom(
      await fallbackOptions({ name: 'web', configFile: file }),
      here,
    );
    const { algorithms: _all, ...theirs } = sshOptionsFrom(parseEffectiveOptions(stdout), here);
    expect(ours).toEqual(theirs);
  });
});
