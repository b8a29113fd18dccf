import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { readFile, rm } from 'node:fs/promises';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '#core/ports/systemClock.ts';
import { ssh2Channels } from '#core/ssh/connection/ssh2Channels.ts';
import { makeFolder, makeKey } from '../sshd.ts';

const quietMs = 30;
const stops: (() => void)[] = [];
let folder: string;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await rm(folder, { recursive: true });
});

async function listen(server: Server | ssh2.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server whose every command is over at once. */
async function startHastyServer(): Promise<number> {
  const hostKey = await readFile(await makeKey(path.join(folder, 'host_key')));
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => context.accept());
    client.on('session', (acceptSession) => {
      acceptSession().on('exec', (acceptExec) => {
        const stream = acceptExec();
        stream.exit(7);
        stream.end();
      });
    });
  });
  return await listen(server);
}

/** Passes on what the server says in one piece, once it has been quiet for a moment. */
async function startGatheringProxy(target: number): Promise<number> {
  const proxy = createServer((near: Socket) => {
    const far = connect(target, '127.0.0.1');
    let gathered: Buffer[] = [];
    let timer: NodeJS.Timeout | undefined;
    near.on('data', (chunk) => far.write(chunk)).on('error', () => undefined);
    far
      .on('error', () => undefined)
      .on('data', (chunk) => {
        gathered.push(chunk);
        clearTimeout(timer);
        timer = setTimeout(() => {
          near.write(Buffer.concat(gathered));
          gathered = [];
        }, quietMs);
      });
    stops.push(() => (near.destroy(), far.destroy()));
  });
  return await listen(proxy);
}

it('hears the status of a command that is over in the same packet in which it began', async () => {
  const port = await startGatheringProxy(await startHastyServer());
  const client = new ssh2.Client();
  const gone = new Promise<string>((resolve) => void client.once('close', () => resolve('closed')));
  client.on('error', () => undefined);
  client.connect({ host: '127.0.0.1', port, username: 'anyone', hostVerifier: () => true });
  await once(client, 'ready');
  const channels = ssh2Channels(client, { clock: systemClock(), software: 'test', gone });
  const channel = await channels.openCommand('true', new AbortController().signal);
  channel.stdout.resume();
  channel.stderr.resume();
  expect(await channel.exit).toEqual({ kind: 'exited', code: 7 });
  client.end();
  await gone;
});
