import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { askTlsFromObserver } from '#core/monitor/kinds/tls.ts';
import type { Reading } from '#core/monitor/kinds/reading.ts';
import type { StartTlsProtocol } from '#shared/check/startTls.ts';
import { shellHost } from './shells.ts';

/** What a server says first, and what it answers to what it hears, until TLS begins after the last answer. */
type Script = { readonly greeting: string; readonly turns: readonly (readonly [heard: RegExp, answer: string])[] };

const scripts: Readonly<Record<StartTlsProtocol, Script>> = {
  smtp: {
    greeting: '220-mail.lan\r\n220 ESMTP ready\r\n',
    turns: [
      [/^EHLO .*\r\n/, '250-mail.lan\r\n250-SIZE 1000\r\n250 STARTTLS\r\n'],
      [/^STARTTLS\r\n/, '220 go ahead\r\n'],
    ],
  },
  imap: {
    greeting: '* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n',
    turns: [
      [/^\S+ CAPABILITY\r\n/, '* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK done\r\n'],
      [/^\S+ STARTTLS\r\n/, 'a OK begin\r\n'],
    ],
  },
  pop3: { greeting: '+OK POP3 ready\r\n', turns: [[/^STLS\r\n/, '+OK begin\r\n']] },
  ftp: {
    greeting: '220 FTP ready\r\n',
    turns: [
      [/^FEAT\r\n/, '211-Features\r\n AUTH TLS\r\n211 End\r\n'],
      [/^AUTH TLS\r\n/, '234 begin\r\n'],
    ],
  },
  sieve: {
    greeting: '"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK "ready"\r\n',
    turns: [[/^STARTTLS\r\n/, 'OK "begin"\r\n']],
  },
  postgres: { greeting: '', turns: [[/\/$/, 'S']] },
  ldap: {
    greeting: '',
    turns: [[/1\.3\.6\.1\.4\.1\.1466\.20037$/, '\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00']],
  },
};
const protocols = Object.keys(scripts) as readonly StartTlsProtocol[];

let folder: string;
let identity: { readonly key: Buffer; readonly cert: Buffer };
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sitrep-starttls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', [...words, '-keyout', key, '-out', cert, '-days', '10', '-subj', '/CN=mail.lan'], {
    stdio: 'pipe',
  });
  identity = { key: readFileSync(key), cert: readFileSync(cert) };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A server that follows the script; turns that a client leaves out (it may not ask for features) are skipped. */
async function serve({ greeting, turns }: Script): Promise<number> {
  const server: Server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    if (greeting !== '') socket.write(greeting);
    const hear = (chunk: Buffer): void => {
      const heard = chunk.toString('latin1');
      const turn = turns.find(([expected]) => expected.test(heard));
      // The clients choose their own tags for imap.
      if (turn !== undefined)
        socket.write(Buffer.from(turn[1].replace(/^[a.] OK/m, `${heard.split(' ')[0]} OK`), 'latin1'));
      if (turn !== turns.at(-1)) return;
      socket.off('data', hear);
      new TLSSocket(socket, { isServer: true, ...identity }).on('error', () => undefined);
    };
    socket.on('data', hear);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const check = (starttls: StartTlsProtocol, port: number) =>
  ({ id: 't', kind: 'tls', address: '127.0.0.1', port, starttls }) as const;

async function fromObserver(starttls: StartTlsProtocol, port: number, patienceMs = 10_000): Promise<Reading> {
  const ask = askTlsFromObserver(check(starttls, port));
  if (ask.where !== 'observer') throw new Error('asked elsewhere');
  return await ask.ask(AbortSignal.timeout(patienceMs), { last: null, wasKnown: false, now: Date.now() });
}

async function fromHost(starttls: StartTlsProtocol, port: number): Promise<Reading | undefined> {
  const here = await shellHost('dash');
  try {
    return (await here.ask([check(starttls, port)]))['t'];
  } finally {
    here.close();
  }
}

describe.each(protocols)('the certificate behind %s', (protocol) => {
  it('is seen by openssl on the host and by the observer alike', async () => {
    const port = await serve(scripts[protocol]);
    const text = /valid for (9|10) more days/;
    expect((await fromHost(protocol, port))?.text).toMatch(text);
    expect((await fromObserver(protocol, port)).text).toMatch(text);
  });
});

it.each([
  ['smtp', '220 ready\r\n', /^EHLO/, '502 no such command\r\n', 'offers no TLS (502 no such command)'],
  ['postgres', '', /\/$/, 'N', 'the postgres server offers no TLS'],
  ['pop3', '-ERR too many\r\n', /^STLS/, '', 'offers no TLS (-ERR too many)'],
] as const)('a %s server that refuses is told with its words', async (protocol, greeting, heard, answer, words) => {
  const port = await serve({
    greeting,
    turns: [
      [heard, answer],
      [/^never$/, ''],
    ],
  });
  expect(await fromObserver(protocol, port)).toMatchObject({
    outcome: 'critical',
    text: expect.stringContaining(words) as string,
  });
});

it('a server that says nothing is told after the time of the check', async () => {
  const port = await serve({ greeting: '', turns: [] });
  expect((await fromObserver('smtp', port, 300)).text).toContain('no answer in time');
});
