import { until } from '#tests/support/until.ts';
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PromptQuestion } from '#shared/prompt/prompt.ts';
import { createDemoLab } from '#core/demo/createDemoLab.ts';
import type { DemoLab } from '#core/demo/demoLab.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createSessions } from '#core/ssh/createSessions.ts';
import type { HostSession, Sessions } from '#core/ssh/hostSession.ts';
import { promptsOf, reach } from '../ssh/desk.ts';
import { isAlive, silentLogger } from '../ssh/channel/shells.ts';

const clock = systemClock();
let lab: DemoLab;
let sessions: Sessions;
let auditor: HostSession;
const asked: PromptQuestion[] = [];

beforeAll(async () => {
  lab = await createDemoLab({ clock, logger: silentLogger });
  sessions = createSessions({
    clock,
    logger: silentLogger,
    prompts: promptsOf((question) => {
      asked.push(question);
      return { kind: 'accept' };
    }),
    vault: memoryVault(),
    sshFolder: () => lab.sshFolder,
    environment: process.env,
  });
  const host = lab.hosts[0];
  if (host === undefined) throw new Error('The demo lab has no hosts.');
  auditor = sessions.of(host);
  await reach(auditor);
});

afterAll(async () => {
  await sessions.close();
  await lab.close();
});

const variable = (name: string): string => lab.service.variables[name] ?? '';

/** Status and outputs of a command on the host `auditor`, joined. */
async function on(command: string): Promise<string> {
  const { end, stdout, stderr } = await auditor.output(command, { deadlineMs: 20_000 });
  return `${end.kind === 'exited' ? end.code : end.kind} ${stdout}${stderr}`.trim();
}

const health = (): Promise<string> => on(`curl -sS -m 5 http://127.0.0.1:${variable('port')}/health`);
const restart = 'sudo -n systemctl restart gitops-auditor';

describe('the demo lab', () => {
  it('shows its host key at the first contact', () => {
    expect(asked).toMatchObject([{ kind: 'hostKey', address: '127.0.0.1' }]);
  });

  it('really serves, as its units say', async () => {
    expect(await health()).toBe('0 {"status":"ok"}');
    expect(await on('systemctl is-active gitops-auditor gitops-dashboard')).toBe('0 active\nactive');
    expect(await on('hostname; systemctl is-system-running')).toBe('0 auditor\nrunning');
  });

  it('answers a batch of probes', async () => {
    const scripts = ['df -P /', 'systemctl is-active gitops-auditor', 'exit 3'];
    const results = await auditor.probe(scripts.map((script) => ({ id: script, script, deadlineMs: 10_000 })));
    expect(results).toMatchObject(scripts.map((id) => ({ kind: 'answered', id, exitCode: id === 'exit 3' ? 3 : 0 })));
  });

  it('names what it does not know as systemd does', async () => {
    expect(await on('systemctl status nothing')).toBe('4 Unit nothing.service could not be found.');
    expect(await on('systemctl restart nothing')).toBe(
      '5 Failed to restart nothing.service: Unit nothing.service not found.',
    );
    expect(await on('systemctl show -p LoadState -p ActiveState nothing')).toBe(
      '0 LoadState=not-found\nActiveState=inactive',
    );
    expect(await on('journalctl -u nothing')).toBe('0 -- No entries --');
  });

  it('kills a command that is cancelled', async () => {
    const controller = new AbortController();
    const remote = auditor.start('echo $$; sleep 300', { deadlineMs: 20_000, signal: controller.signal });
    let said = '';
    remote.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    remote.stderr.resume();
    await until(() => said.includes('\n'), 'the command');
    controller.abort();
    expect(await remote.ended).toEqual({ kind: 'cancelled', killed: true });
    expect(isAlive(Number(said))).toBe(false);
  });

  it('tells of a signal as a signal', async () => {
    const { end } = await auditor.output('kill -9 $$', { deadlineMs: 5_000 });
    expect(end).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
  });

  it('stops as a person stops it, and a restart mends it', async () => {
    await lab.break('stop');
    expect(await health()).toMatch(/^7 /);
    expect(await on('systemctl is-active gitops-auditor')).toBe('3 inactive');
    expect(await on('systemctl status gitops-auditor')).toMatch(/^3 .*Active: inactive \(dead\) since/s);
    expect(await on(restart)).toBe('0');
    expect(await health()).toBe('0 {"status":"ok"}');
  });

  it('is killed until systemd gives up, and a restart mends it', async () => {
    await lab.break('kill');
    expect(await on('systemctl show -p ActiveState,Result --value gitops-auditor')).toBe('0 signal\nfailed');
    expect(await on('journalctl -q -u gitops-auditor -n 20 -o cat')).toMatch(
      /code=killed, status=9\/KILL.*Start request repeated too quickly/s,
    );
    expect(await on(restart)).toBe('0');
    expect(await health()).toBe('0 {"status":"ok"}');
  });

  it('fails over a broken configuration, says where, and is mended by the backup only', async () => {
    await lab.break('breakConfig');
    const place = `${variable('root')}/config.json:3:3: cannot parse configuration`;
    expect(await on('journalctl -u gitops-auditor -p err --since "-5min" --no-pager')).toContain(place);
    expect(await on(restart)).toMatch(/^1 Job for gitops-auditor.service failed/);
    expect(await on(`cd ${variable('root')} && ./scripts/config-loader.sh`)).toContain(place);
    const failedUnits = () => on('systemctl --failed --no-legend');
    await expect.poll(failedUnits, { timeout: 10_000 }).toContain('gitops-auditor.service');
    expect(await on(`cp -r ${variable('backup')}/. ${variable('root')} && ${restart}`)).toBe('0');
    expect(await health()).toBe('0 {"status":"ok"}');
  });

  it('restarts by itself what was killed once', async () => {
    const pid = Number((await on('systemctl show -p MainPID --value gitops-auditor')).slice(2));
    await on(`kill -9 ${pid}`);
    await until(() => !isAlive(pid), 'the end of the process');
    await expect.poll(() => on('systemctl is-active gitops-auditor'), { timeout: 10_000 }).toBe('0 active');
    expect(await on('systemctl show -p NRestarts --value gitops-auditor')).toBe('0 1');
  });

  it('selects entries by time, unit, number and format', async () => {
    expect(await on('journalctl -u gitops-auditor -n 1 -o short-iso')).toMatch(
      /^0 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} auditor /,
    );
    expect(await on('journalctl -q --since "2 hours ago" --until "1 hour ago"')).toBe('0');
    expect(await on('journalctl -q -u gitops-dashboard -o cat -n 1')).toContain('GitOps Dashboard');
    expect(await on('journalctl --since sometime')).toBe('1 Failed to parse timestamp.');
  });

  it('passes the doctor, warnings about the computer aside', async () => {
    const [host] = lab.hosts;
    const failed = [];
    if (host !== undefined) {
      for await (const step of sessions.doctor(host, new AbortController().signal)) {
        if (step.verdict === 'failed') failed.push(step);
      }
    }
    expect(failed).toEqual([]);
  });

  it('lets nobody in without its key', async () => {
    const port = /Port (\d+)/.exec(readFileSync(`${lab.sshFolder}/config`, 'utf8'))?.[1] ?? '';
    const options = [
      '-F',
      'none',
      '-p',
      port,
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
      '-o',
      'BatchMode=yes',
      '-o',
      'IdentityAgent=none',
    ];
    const login = promisify(execFile)('ssh', [...options, 'demo@127.0.0.1', 'true']);
    await expect(login).rejects.toThrow('Permission denied (publickey)');
  });
});

const refuses = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

describe('the end of the demo lab', () => {
  it('leaves neither folder nor process nor port', async () => {
    const other = await createDemoLab({ clock, logger: silentLogger });
    const port = Number(other.service.variables['port']);
    expect(await refuses(port)).toBe(false);
    await other.close();
    expect(existsSync(dirname(other.sshFolder))).toBe(false);
    expect(await refuses(port)).toBe(true);
  });

  it('comes by itself when Sitrep is killed', async () => {
    const script = fileURLToPath(new URL('demoLabProcess.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => said.includes('\n'), 'the lab');
    const { folder, port, sleeper } = JSON.parse(said) as { folder: string; port: number; sleeper: number };
    expect(await refuses(port)).toBe(false);
    expect(isAlive(sleeper)).toBe(true);
    child.kill('SIGKILL');
    await until(() => !existsSync(folder), 'the folder to go');
    await expect.poll(() => refuses(port), { timeout: 10_000 }).toBe(true);
    expect(isAlive(sleeper)).toBe(false);
  });
});
