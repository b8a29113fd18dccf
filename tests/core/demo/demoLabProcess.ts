/** A demo lab in a process of its own, to be killed: prints where it is, once a command runs on it, and waits. */
import { dirname } from 'node:path';
import { createDemoLab } from '#core/demo/createDemoLab.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createSessions } from '#core/ssh/createSessions.ts';
import { silentLogger } from '../ssh/channel/shells.ts';
import { promptsOf, reach } from '../ssh/desk.ts';

const clock = systemClock();
const lab = await createDemoLab({ clock, logger: silentLogger });
const sessions = createSessions({
  clock,
  logger: silentLogger,
  prompts: promptsOf(() => ({ kind: 'accept' })),
  vault: memoryVault(),
  sshFolder: () => lab.sshFolder,
  environment: process.env,
});
const [host] = lab.hosts;
if (host === undefined) throw new Error('The demo lab has no hosts.');
const session = sessions.of(host);
await reach(session);
const remote = session.start('echo $$; trap "" HUP PIPE TERM; sleep 300; sleep 300', { deadlineMs: 600_000 });
remote.stderr.resume();
remote.stdout.once('data', (chunk: Buffer) => {
  const facts = {
    folder: dirname(lab.sshFolder),
    port: Number(lab.service.variables['port']),
    sleeper: Number(chunk.toString()),
  };
  process.stdout.write(`${JSON.stringify(facts)}\n`);
});
