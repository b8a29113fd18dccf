import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '#core/ports/systemClock.ts';
import { createRouter } from '#core/rpc/createRouter.ts';
import { startWebServer, type WebServer } from '../../src/main/web/webServer.ts';
import { openWindowFiles } from '#core/window/windowFiles.ts';
import { type CoreFixture, createCoreFixture } from '../contract/coreFixture.ts';

let folder: string;
let core: CoreFixture;
let server: WebServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitrep-window-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />');
  await writeFile(join(folder, 'theme.js'), 'document.documentElement;');
  await writeFile(join(folder, 'assets', 'index-abc123.js'), 'export {};');
  core = await createCoreFixture();
  server = await startWebServer({
    port: 0,
    files: openWindowFiles(folder),
    router: createRouter(core.services),
    logger: core.services.logger,
    clock: systemClock(),
    attachSecret: 'the secret of the folder',
  });
});
afterEach(async () => {
  await server.close();
  await core.close();
  await rm(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;
type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: string };

/** `fetch` may not set Host or Origin, which is what these tests are about. */
async function get(path: string, headers: Headers = {}, method = 'GET'): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') };
}

function tokenPath(): string {
  const address = new URL(server.issueAddress());
  return address.pathname + address.search;
}

async function openSession(): Promise<string> {
  const { headers } = await get(tokenPath());
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

async function upgrade(headers: Headers, path = '/rpc'): Promise<number | 'open'> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  try {
    return await new Promise<number | 'open'>((resolve, reject) => {
      socket.once('open', () => resolve('open'));
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('error', reject);
    });
  } finally {
    socket.terminate();
  }
}

describe('the one-time address', () => {
  it('is exchanged for a strict cookie that scripts cannot read, and leaves the address bar', async () => {
    const answer = await get(tokenPath());
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/');
    expect(String(answer.headers['set-cookie'])).toMatch(/^sitrep-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/u);
  });

  it('opens one session and no second', async () => {
    const path = tokenPath();
    const first = await get(path);
    expect(first.status).toBe(303);
    const second = await get(path);
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('works once');
  });

  it('takes a browser that has a session to the window, though the token is used up', async () => {
    const path = tokenPath();
    const first = await get(path);
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect((await get(path, { cookie })).status).toBe(303);
  });

  it('refuses a wrong token, and one that was only looked at with HEAD stays good', async () => {
    expect((await get('/?token=wrong')).status).toBe(401);
    expect((await get('/?token=')).status).toBe(401);
    const path = tokenPath();
    expect((await get(path, {}, 'HEAD')).status).toBe(401);
    expect((await get(path)).status).toBe(303);
  });

  it('lets a browser in that came by a link on another page', async () => {
    const answer = await get('/', { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('http-equiv="refresh"');
    expect((await get('/', { 'sec-fetch-site': 'same-origin' })).status).toBe(401);
  });
});

describe('the window', () => {
  it('comes with a nonce of its own each time and a policy that allows nothing inline', async () => {
    const cookie = await openSession();
    const one = await get('/', { cookie });
    const two = await get('/index.html', { cookie });
    const nonces = [one, two].map(({ body }) => /content="([^"]+)"/u.exec(body)?.[1] ?? '');
    expect(new Set(nonces).size).toBe(2);
    const policy = String(one.headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(one.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it('is kept by the browser only where a file is named after its content', async () => {
    const cookie = await openSession();
    expect((await get('/assets/index-abc123.js', { cookie })).headers).toMatchObject({
      'cache-control': expect.stringContaining('immutable') as string,
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect((await get('/theme.js', { cookie })).headers['cache-control']).toBe('no-store');
  });

  it.each([
    '/../webServer.test.ts',
    '/..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/%2e%2e/x.js',
    '/no.js',
    '//x.js',
  ])('gives nothing for %s', async (path) => {
    const cookie = await openSession();
    expect((await get(path, { cookie })).status).toBe(404);
  });

  it.each(['/', '/index.html', '/theme.js', '/assets/index-abc123.js', '/incidents/1'])(
    'is shown to nobody without a session: %s',
    async (path) => {
      expect((await get(path)).status).toBe(401);
      expect((await get(path, { cookie: `sitrep-${server.port}=guess` })).status).toBe(401);
    },
  );

  it('answers GET and HEAD alone', async () => {
    const cookie = await openSession();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', { cookie }, method)).status).toBe(405);
    }
  });
});

describe('requests of others', () => {
  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.2',
    '0.0.0.0',
  ])('are refused when they are addressed to %j, which a page may have pointed at loopback', async (host) => {
    const cookie = await openSession();
    expect((await get('/', { cookie, host })).status).toBe(403);
    expect(await upgrade({ cookie, host, origin: `http://${host}` })).toBe(403);
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1', 'file://'])(
    'are refused when they come from %s',
    async (origin) => {
      const cookie = await openSession();
      expect((await get('/', { cookie, origin })).status).toBe(403);
      expect(await upgrade({ cookie, origin })).toBe(403);
    },
  );

  it('open no WebSocket without origin, without session, or on another path', async () => {
    const cookie = await openSession();
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await upgrade({ cookie })).toBe(403);
    expect(await upgrade({ origin })).toBe(403);
    expect(await upgrade({ origin, cookie: `sitrep-${server.port}=guess` })).toBe(403);
    expect(await upgrade({ cookie, origin }, '/other')).toBe(403);
    expect(await upgrade({ cookie, origin })).toBe('open');
  });

  it('work through an ssh tunnel with another port', async () => {
    const cookie = await openSession();
    expect((await get('/', { cookie, host: 'localhost:9000' })).status).toBe(200);
    expect(await upgrade({ cookie, host: 'localhost:9000', origin: 'http://localhost:9000' })).toBe('open');
  });

  it('reach no address but loopback', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => !address.internal && address.family === 'IPv4');
    for (const { address } of others) {
      const socket = connect({ host: address, port: server.port });
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('end when a message is larger than any request of the contract', async () => {
    const cookie = await openSession();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
      headers: { cookie, origin: `http://127.0.0.1:${server.port}` },
    });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.send('x'.repeat(9 * 1_048_576));
    const [code] = (await closed) as [number];
    expect([1006, 1009]).toContain(code);
  });
});

describe('a second process', () => {
  it('gets a fresh address for the secret of the folder, and nothing without it', async () => {
    const wrong = await get('/attach', { authorization: 'Bearer wrong' }, 'POST');
    expect(wrong.status).toBe(403);
    expect((await get('/attach', {}, 'POST')).status).toBe(403);
    const right = { authorization: 'Bearer the secret of the folder' };
    expect((await get('/attach', { ...right, origin: `http://127.0.0.1:${server.port}` }, 'POST')).status).toBe(403);
    const answer = await get('/attach', right, 'POST');
    const { address } = JSON.parse(answer.body) as { address: string };
    expect((await get(address.slice(address.indexOf('/?')))).status).toBe(303);
  });
});

it('names the port that is taken', async () => {
  await expect(
    startWebServer({
      port: server.port,
      files: openWindowFiles(folder),
      router: createRouter(core.services),
      logger: core.services.logger,
      clock: systemClock(),
      attachSecret: 's',
    }),
  ).rejects.toThrow(`Port ${server.port} of 127.0.0.1 is taken`);
});
