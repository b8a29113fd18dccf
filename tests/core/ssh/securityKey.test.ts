import { until } from '#tests/support/until.ts';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreeable, type Desk, openDesk, reach } from './desk.ts';
import { makeSecurityKey } from './securityKey.ts';
import { makeFolder, me, readPublicKey, run, type Sshd, startSshd } from './sshd.ts';

const folder = await makeFolder();
const security = await makeSecurityKey(folder);
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(security === null)(
  security === null ? 'a FIDO key (skipped: no cc with libcrypto, or OpenSSH without FIDO)' : 'a FIDO key',
  () => {
    const { provider, key } = security ?? { provider: '', key: '' };
    let sshd: Sshd;
    let desk: Desk;
    beforeAll(async () => {
      sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
    });
    afterAll(() => sshd.stop());
    beforeEach(async () => {
      desk = await openDesk();
    });
    afterEach(() => desk.sessions.close());
    const section = (more: string) =>
      `Host web\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  SecurityKeyProvider ${provider}\n${more}`;
    const reasons = () => desk.asked.flatMap((question) => ('reason' in question ? [question.reason] : []));

    it('in a file is named, and works through the system’s ssh after the switch', async () => {
      await desk.configure(section(`  IdentityFile ${key}\n  IdentitiesOnly yes\n`));
      const session = desk.sessions.of(desk.host('web'));
      expect(await reach(session)).toMatchObject({ kind: 'connected' });
      expect(reasons()).toEqual([expect.stringContaining('sk-ssh-ed25519@openssh.com')]);
      expect(reasons()[0]).toContain(key);
      expect((await session.output('echo in', { deadlineMs: 20_000 })).stdout).toBe('in\n');
    });

    it('is not used without the switch', async () => {
      await desk.configure(section(`  IdentityFile ${key}\n  IdentitiesOnly yes\n`));
      desk.answerWith((question) => (question.kind === 'switchTransport' ? { kind: 'reject' } : agreeable(question)));
      expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({
        failure: { kind: 'needsSystemSsh' },
        retryAt: null,
      });
    });

    it('in the agent is named, and works through the system’s ssh after the switch', async () => {
      const socket = path.join(folder, 'agent');
      const agent = spawn('ssh-agent', ['-D', '-a', socket, '-P', `${folder}/*`], { stdio: 'ignore' });
      try {
        const add = () =>
          run('ssh-add', ['-q', '-S', provider, key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
        await until(
          () =>
            add().then(
              () => true,
              () => false,
            ),
          'the agent',
        );
        await desk.configure(section(`  IdentityAgent ${socket}\n  IdentityFile none\n`));
        expect(await reach(desk.sessions.of(desk.host('web')))).toMatchObject({ kind: 'connected' });
        expect(reasons()).toEqual([expect.stringContaining("the agent's key")]);
      } finally {
        agent.kill();
      }
    });
  },
);
