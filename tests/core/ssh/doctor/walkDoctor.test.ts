import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorStep } from '#shared/host/doctor.ts';
import type { Host } from '#shared/lab/labFile.ts';
import { type Desk, openDesk } from '../desk.ts';
import { freePort, makeFolder, makeKey, me, readPublicKey, type Sshd, startSshd } from '../sshd.ts';

let folder: string;
let key: string;
let sshd: Sshd;
let desk: Desk;
const order = [
  'configuration',
  'name',
  'tcp',
  'banner',
  'keyExchange',
  'hostKey',
  'authentication',
  'shell',
  'sudo',
  'systemd',
  'journal',
  'clock',
];

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

async function examine(host: Host): Promise<readonly DoctorStep[]> {
  return await Array.fromAsync(desk.sessions.doctor(host, new AbortController().signal));
}
const configure = (port: number, file = key, name = '127.0.0.1') =>
  desk.configure(
    `Host web\n  HostName ${name}\n  Port ${port}\n  User ${me}\n  IdentityFile ${file}\n  IdentitiesOnly yes`,
  );
const verdicts = (steps: readonly DoctorStep[]) => Object.fromEntries(steps.map((step) => [step.name, step.verdict]));
const failed = (steps: readonly DoctorStep[]) => steps.filter(({ verdict }) => verdict === 'failed');

describe('the doctor', () => {
  it.each(['ssh2', 'ssh'] as const)('walks every step in order over %s and leaves no connection', async (transport) => {
    await configure(sshd.port);
    const steps = await examine(desk.host('web', { transport }));
    expect(steps.map(({ name }) => name)).toEqual(order);
    expect(failed(steps)).toEqual([]);
    expect(verdicts(steps)).toMatchObject({ configuration: 'ok', name: 'ok', authentication: 'ok', shell: 'ok' });
    expect(steps[0]?.text).toContain(`${me}@127.0.0.1 port ${sshd.port}`);
    expect(desk.sessions.of(desk.host('web', { transport })).state()).toEqual({ kind: 'idle' });
  });

  it('tells the banner, the algorithm and the user it found', async () => {
    await configure(sshd.port);
    const text = Object.fromEntries((await examine(desk.host('web'))).map((step) => [step.name, step.text]));
    expect(text['banner']).toMatch(/^SSH-2.0-OpenSSH/);
    expect(text['keyExchange']).toContain('curve25519-sha256');
    expect(text['authentication']).toContain(me);
  });

  it('walks this computer too', async () => {
    const steps = await examine({ id: 'here', access: { transport: 'local' }, checks: [] });
    expect(steps.map(({ name }) => name)).toEqual(order);
    expect(verdicts(steps)).toMatchObject({ configuration: 'ok', tcp: 'skipped', shell: 'ok' });
  });

  it.each([
    ['name', async () => configure(22, key, 'nowhere.invalid')],
    ['tcp', async () => configure(await freePort())],
    ['authentication', async () => configure(sshd.port, sshd.hostKey)],
    [
      'hostKey',
      async () => {
        await configure(sshd.port);
        await writeFile(desk.knownHosts, `[127.0.0.1]:${sshd.port} ${await readPublicKey(key)}\n`);
      },
    ],
    ['configuration', async () => desk.configure('Host web\n  Nonsense yes')],
  ])('stops at the %s when that fails, says what to do, and skips the rest', async (name, arrange) => {
    await arrange();
    const steps = await examine(desk.host('web'));
    expect(steps.map((step) => step.name)).toEqual(order);
    expect(failed(steps).map((step) => step.name)).toEqual([name]);
    expect(failed(steps)[0]?.mend).not.toBeNull();
    const behind = steps.slice(order.indexOf(name) + 1);
    expect(behind.every(({ verdict }) => verdict === 'skipped')).toBe(true);
    expect(steps.slice(0, order.indexOf(name)).every(({ verdict }) => verdict === 'ok')).toBe(true);
  });
});
