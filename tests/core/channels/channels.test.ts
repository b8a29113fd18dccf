import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { DatabaseSync } from 'node:sqlite';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { createChannels, type ChannelsDependencies } from '#core/channels/createChannels.ts';
import { createOutbox } from '#core/channels/outbox.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { outboxTable } from '#core/storage/tables/outboxTable.ts';
import type { Channel } from '#shared/channel/channelDefinition.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { eventually } from '#tests/support/eventually.ts';

const outage: Notification = {
  id: 'n-1',
  level: 'P2',
  title: 'P2 nas is down',
  body: 'No answer since 03:11',
  incidentId: null,
  hostId: 'nas',
  actions: ['acknowledge'],
};
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

let folder: string;
let database: DatabaseSync;
let receiver: Receiver;
let clock: ReturnType<typeof createFakeClock>;
let deliveries: { readonly channelId: string; readonly error: string | null }[];
let open: { readonly close: () => Promise<void> }[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sitrep-channels-'));
  database = new DatabaseSync(path.join(folder, 'history.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; ${outboxTable}`);
  receiver = await startReceiver();
  clock = createFakeClock();
  deliveries = [];
  open = [];
});

afterEach(async () => {
  for (const one of open) await one.close();
  await receiver.close();
  database.close();
  await rm(folder, { recursive: true });
});

function start(channels: readonly Channel[], changes: Partial<ChannelsDependencies> = {}) {
  const started = createChannels({
    outbox: createOutbox(database),
    clock,
    logger,
    vault: {
      state: () => 'open',
      get: () => Promise.resolve('the-secret'),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      onUnlocked: () => quiet,
    },
    channels: () => channels,
    localMinute: () => 720,
    delivered: (_notificationId, channelId, error) => deliveries.push({ channelId, error }),
    ...changes,
  });
  open.push(started);
  return started;
}

const webhook = (): Channel => ({ id: 'hook', kind: 'webhook', shape: 'plain', url: receiver.url });

it('tells each channel once and says that it did', async () => {
  const channels = start([webhook()]);
  channels.tell(outage);
  channels.tell(outage);
  await eventually(() => expect(deliveries).toEqual([{ channelId: 'hook', error: null }]));
  expect(receiver.received).toHaveLength(1);
});

it('keeps what the network refused and sends it once the network is back', async () => {
  receiver.status = 503;
  const channels = start([webhook()]);
  channels.tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  expect(deliveries[0]?.error).toContain('503');
  receiver.status = 200;
  channels.retryNow();
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'hook', error: null }));
  expect(receiver.received).toHaveLength(2);
});

it('retries by itself with growing pauses', async () => {
  receiver.status = 500;
  start([webhook()]).tell(outage);
  await eventually(() => expect(receiver.received).toHaveLength(1));
  await eventually(() => {
    clock.advance(5_000);
    expect(receiver.received).toHaveLength(2);
  });
});

it('leaves a receiver alone for as long as it asks', async () => {
  receiver.status = 429;
  receiver.answerHeaders = { 'retry-after': '120' };
  start([webhook()]).tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  receiver.status = 200;
  clock.advance(100_000);
  clock.advance(15_000);
  expect(receiver.received).toHaveLength(1);
  clock.advance(10_000);
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'hook', error: null }));
});

it('follows no redirect, which would lose the text, and says where it leads without the path', async () => {
  receiver.status = 301;
  receiver.answerHeaders = { location: 'https://chat.lan/hooks/hidden' };
  start([webhook()]).tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  expect(deliveries[0]?.error).toContain('it is to be told at https://chat.lan; correct its address');
  expect(receiver.received).toHaveLength(1);
});

it('survives a restart with what was still to be said', async () => {
  receiver.status = 500;
  const first = start([webhook()]);
  first.tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  await first.close();
  receiver.status = 200;
  start([webhook()]).retryNow();
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'hook', error: null }));
});

it('sends mail through a real SMTP server, with no line break in the subject', async () => {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString());
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  start([
    {
      id: 'mail',
      kind: 'email',
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'sitrep@lab.example',
      to: ['me@lab.example'],
    },
  ]).tell({ ...outage, title: 'P2 nas\r\nBcc: everyone@lab.example' });
  await eventually(() => expect(deliveries).toEqual([{ channelId: 'mail', error: null }]));
  expect(mails[0]).toContain('Subject: P2 nas Bcc: everyone@lab.example');
  expect(mails[0]).toContain('Message-ID: <n-1@sitrep.invalid>');
  await new Promise<void>((resolve) => {
    server.close(resolve);
  });
});

/** A real SMTP server that the test ends. */
async function smtpServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer(options);
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  );
  return (server.server.address() as AddressInfo).port;
}
type Mail = Extract<Channel, { kind: 'email' }>;
const mailTo = (port: number, more: Partial<Mail> = {}): Mail => {
  const place = { host: '127.0.0.1', port, from: 'sitrep@lab.example', to: ['me@lab.example'] };
  return { id: 'mail', kind: 'email', ...place, ...more };
};

it('says that the password of a mail server was refused, and sends once it was corrected', async () => {
  let isRight = false;
  const port = await smtpServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) =>
      isRight ? callback(null, { user: auth.username ?? '' }) : callback(new Error('535 5.7.8 no')),
  });
  const channels = start([mailTo(port, { security: 'none', user: 'me' })]);
  channels.tell(outage);
  await eventually(() => expect(deliveries[0]?.error).toMatch(/^its server refused the user or the password: /));
  isRight = true;
  channels.retryNow();
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'mail', error: null }));
});

it('gives up on mail that its server will never take, and goes on with the next', async () => {
  let asked = 0;
  const port = await smtpServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, callback) => {
      asked += 1;
      callback(asked === 1 ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null);
    },
  });
  const channels = start([mailTo(port, { security: 'none' })]);
  channels.tell(outage);
  await eventually(() => expect(deliveries[0]?.error).toMatch(/no such mailbox/));
  channels.retryNow();
  channels.tell({ ...outage, id: 'n-2' });
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'mail', error: null }));
  expect(asked).toBe(2);
});

it('does not hand mail to a server whose certificate nobody vouches for', async () => {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
  const subject = ['-nodes', '-days', '10', '-subj', '/CN=127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, '-keyout', `${key}`, '-out', `${cert}`], { stdio: 'pipe' }); // prettier-ignore
  const pem = { key: await readFile(`${key}`), cert: await readFile(`${cert}`) };
  const port = await smtpServer({ disabledCommands: ['AUTH'], ...pem });
  start([mailTo(port)]).tell(outage);
  await eventually(() => expect(deliveries[0]?.error).toMatch(/^its certificate is not trusted: /));
});

it('refuses to send mail in the clear where STARTTLS was asked for', async () => {
  const server = new SMTPServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  start([
    { id: 'mail', kind: 'email', host: '127.0.0.1', port, from: 'sitrep@lab.example', to: ['me@lab.example'] },
  ]).tell(outage);
  await eventually(() => expect(deliveries[0]?.error).toMatch(/STARTTLS|TLS/));
  await new Promise<void>((resolve) => {
    server.close(resolve);
  });
});

it('never sends one notification twice when killed while sending, and says what may not have arrived', async () => {
  const file = path.join(folder, 'history.sqlite');
  const program = path.join(import.meta.dirname, 'sendUntilKilled.ts');
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, [program, file, receiver.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const before = receiver.received.length;
    await once(child.stdout, 'data');
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(Math.min(before + 10, 199)));
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  start([webhook()], { clock: systemClock() });
  const outbox = createOutbox(database);
  await eventually(() => expect(outbox.nextAt()).toBeNull());
  await eventually(() => expect(outbox.interrupted()).toHaveLength(0));
  const ids = receiver.received.map((one) => (JSON.parse(one.body) as { id: string }).id);
  expect(new Set(ids).size).toBe(ids.length);
  const rows = database.prepare('SELECT notification_id AS id, state FROM outbox').all() as {
    id: string;
    state: string;
  }[];
  const lost = rows.filter(({ id, state }) => !ids.includes(id) && state !== 'uncertain');
  expect(lost).toEqual([]);
  expect(rows).toHaveLength(200);
});

it('keeps the order of a channel: what comes later waits for what waits', async () => {
  receiver.status = 503;
  const channels = start([webhook()]);
  channels.tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  channels.tell({ ...outage, id: 'n-2', level: 'recovery' });
  await eventually(() => expect(receiver.received).toHaveLength(2));
  receiver.status = 200;
  channels.retryNow();
  await eventually(() => expect(deliveries.filter((one) => one.error === null)).toHaveLength(2));
  const ids = receiver.received.map((one) => (JSON.parse(one.body) as { id: string }).id);
  expect(ids).toEqual(['n-1', 'n-1', 'n-1', 'n-2']);
});

it('gives up at once on a message that the receiver will never take, and goes on with the next', async () => {
  receiver.status = 413;
  const channels = start([webhook()]);
  channels.tell(outage);
  await eventually(() => expect(deliveries).toHaveLength(1));
  expect(deliveries[0]?.error).toMatch(/^given up: .*413/);
  receiver.status = 200;
  channels.tell({ ...outage, id: 'n-2' });
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'hook', error: null }));
});

it('never shows a secret address or token, whatever goes wrong with it', async () => {
  const logged: string[] = [];
  const note = (message: string, fields?: object) => void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const addresses = [
    'http://127.0.0.1:1/services/T0/B0/hunter2',
    'not an address with hunter2',
    'ftp://127.0.0.1/hunter2',
    'http://name.invalid/hunter2',
    `${receiver.url}/redirect/hunter2`,
  ];
  for (const [index, address] of addresses.entries()) {
    const id = `hook-${index}`;
    const vault = {
      state: () => 'open' as const,
      get: () => Promise.resolve(address),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      onUnlocked: () => quiet,
    };
    receiver.status = 302;
    const channels = start([{ id, kind: 'webhook', shape: 'slack' }], {
      vault,
      logger: { debug: note, info: note, warn: note, error: note },
    });
    const failure = await channels.test(id).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(Error);
    expect(inspect(failure, { depth: 10 })).not.toContain('hunter2');
    channels.tell(outage);
    await eventually(() => expect(deliveries.at(-1)?.channelId).toBe(id));
    await channels.close();
  }
  expect(logged.length).toBeGreaterThan(0);
  expect(inspect([logged, deliveries], { depth: 10 })).not.toContain('hunter2');
});

it('stays silent in quiet hours and says so, but lets P1 through', async () => {
  const channels = start([{ ...webhook(), quiet: { from: '11:00', to: '13:00' } }]);
  channels.tell(outage);
  expect(deliveries).toEqual([{ channelId: 'hook', error: 'not sent: quiet hours until 13:00' }]);
  channels.tell({ ...outage, id: 'n-2', level: 'P1' });
  await eventually(() => expect(deliveries.at(-1)).toEqual({ channelId: 'hook', error: null }));
});
