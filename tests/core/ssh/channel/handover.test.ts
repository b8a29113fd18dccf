import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDesk, reach, type Desk } from '../desk.ts';
import { makeFolder, makeKey, me, readPublicKey, type Sshd, startSshd } from '../sshd.ts';

let sshd: Sshd;
let desk: Desk;
beforeAll(async () => {
  const folder = await makeFolder();
  const key = await makeKey(`${folder}/key`);
  sshd = await startSshd({ folder, authorized: [await readPublicKey(key)] });
  desk = await openDesk();
  await desk.configure(
    `Host nas\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${me}\n  IdentityFile ${key}\n  IdentitiesOnly yes`,
  );
});
afterAll(async () => {
  await desk.sessions.close();
  await sshd.stop();
});

it('a connection that ends while a command is handed over is a lost one: the host may have begun', async () => {
  const session = desk.sessions.of(desk.host('nas'));
  await reach(session);
  const server = Number((await session.output('echo $PPID', { deadlineMs: 10_000 })).stdout);
  process.kill(server, 'SIGSTOP');
  const ended = session.output('true', { deadlineMs: 30_000 });
  // What was written is on its way once the event loop has turned.
  await new Promise((resolve) => setImmediate(resolve));
  process.kill(server, 'SIGKILL');
  expect((await ended).end).toMatchObject({ kind: 'connectionLost' });
});
