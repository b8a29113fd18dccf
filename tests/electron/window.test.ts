import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { fc } from '#tests/support/fastCheck.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRouter } from '#core/rpc/createRouter.ts';
import { openWindowFiles } from '#core/window/windowFiles.ts';
import { connectWindows } from '../../src/main/electron/window/connectWindows.ts';
import { fittingBounds } from '../../src/main/electron/window/fittingBounds.ts';
import { type GuardedContents, guardContents } from '../../src/main/electron/window/guardContents.ts';
import { guardSession } from '../../src/main/electron/window/guardSession.ts';
import { isForOutside, isOwnPage, pageAddress } from '../../src/main/electron/window/pageAddress.ts';
import { registerPageScheme, servePage } from '../../src/main/electron/window/servePage.ts';
import { type CoreFixture, createCoreFixture } from '../contract/coreFixture.ts';
import type { ContractClient } from '../contract/transports.ts';

const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

describe('the page of the desktop shell', () => {
  let folder: string;
  let answer: (request: Request) => Promise<Response>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sitrep-page-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '__CSP_NONCE__');
    await writeFile(join(folder, 'assets', 'index.js'), 'export {};');
    servePage({ handle: (_scheme, handler) => void (answer = handler) }, openWindowFiles(folder));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('comes under the policy of the web shell with a nonce of its own', async () => {
    const response = await answer(new Request('app://sitrep/'));
    const nonce = await response.text();
    expect(nonce).toMatch(/^[\w+/]{22}==$/u);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect((await answer(new Request('app://sitrep/assets/index.js'))).headers.get('content-type')).toContain(
      'javascript',
    );
  });

  it.each([
    ['app://sitrep/../../package.json', 404],
    ['app://sitrep/none.js', 404],
    ['app://other/', 403],
    ['app://user@sitrep/', 403],
  ])('gives nothing for %s', async (address, status) => {
    // fetch's Request refuses credentials in an address, Electron's handler may still see one.
    const request = new Request('app://sitrep/');
    Object.defineProperty(request, 'url', { value: address });
    expect((await answer(request)).status).toBe(status);
  });

  it('answers nothing but GET', async () => {
    expect((await answer(new Request('app://sitrep/', { method: 'POST' }))).status).toBe(403);
  });

  it('has an origin, and no right to reach the network by itself', () => {
    registerPageScheme({
      registerSchemesAsPrivileged: (schemes) =>
        expect(schemes).toStrictEqual([
          { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
        ]),
    });
  });
});

describe('addresses', () => {
  it.each(['app://sitrep/', 'app://sitrep/#/incidents/1', pageAddress('/hosts')])('knows %s as its own', (address) => {
    expect(isOwnPage(address)).toBe(true);
  });
  it.each([
    'app://sitrep.evil/',
    'app://evil/sitrep',
    'https://sitrep/',
    'file:///sitrep',
    'app:sitrep',
    '',
    'data:,x',
  ])('knows %j as another', (address) => {
    expect(isOwnPage(address)).toBe(false);
  });
  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'smb://x/y', 'vbscript:x', 'ms-msdt:/id', 'x'])(
    'hands %s to no other program',
    (address) => {
      expect(isForOutside(address)).toBe(false);
    },
  );
});

describe('the guards', () => {
  it('deny every permission but the clipboard to our own page, every device and every request outside', () => {
    const asked = { permission: [] as boolean[], check: false, device: true, cancelled: [] as (boolean | undefined)[] };
    guardSession({
      setPermissionRequestHandler: (handler) => {
        const ask = (permission: string, requestingUrl: string) =>
          handler(null, permission, (granted) => void asked.permission.push(granted), { requestingUrl });
        ask('clipboard-sanitized-write', 'app://sitrep/');
        ask('clipboard-sanitized-write', 'https://evil.example/');
        for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'notifications']) {
          ask(permission, 'app://sitrep/');
        }
      },
      setPermissionCheckHandler: (handler) => void (asked.check = handler(null, 'media', 'app://sitrep/', {})),
      setDevicePermissionHandler: (handler) => void (asked.device = handler()),
      webRequest: {
        onBeforeRequest: (listener) => {
          for (const url of [
            'app://sitrep/a.js',
            'blob:app://sitrep/1',
            'https://evil.example/',
            'file:///etc/passwd',
            'ws://x/',
          ]) {
            listener({ url }, ({ cancel }) => void asked.cancelled.push(cancel));
          }
        },
      },
    });
    expect(asked).toStrictEqual({
      permission: [true, false, false, false, false, false, false],
      check: false,
      device: false,
      cancelled: [false, false, true, true, true],
    });
  });

  it('keep the page where it is, open links outside, and allow no window and no webview', () => {
    const opened: string[] = [];
    const listeners = new Map<string, (event: { preventDefault(): void }, url: string) => void>();
    let openWindow: (details: { url: string }) => { action: string } = () => ({ action: 'none' });
    const contents: GuardedContents = {
      on: (event: string, listener: (event: { preventDefault(): void }, url: string) => void) =>
        listeners.set(event, listener),
      setWindowOpenHandler: (handler) => void (openWindow = handler),
    };
    guardContents(contents, { logger, opener: { open: async (url) => void opened.push(url) } });
    const isPrevented = (event: string, url: string) => {
      let prevented = false;
      listeners.get(event)?.({ preventDefault: () => void (prevented = true) }, url);
      return prevented;
    };
    expect(isPrevented('will-navigate', 'app://sitrep/#/hosts')).toBe(false);
    expect(isPrevented('will-navigate', 'https://example.org/')).toBe(true);
    expect(isPrevented('will-navigate', 'mailto:me@example.org')).toBe(true);
    expect(isPrevented('will-navigate', 'file:///etc/passwd')).toBe(true);
    expect(isPrevented('will-redirect', 'app://evil/')).toBe(true);
    expect(isPrevented('will-attach-webview', '')).toBe(true);
    expect(openWindow({ url: 'https://example.org/new' })).toStrictEqual({ action: 'deny' });
    expect(openWindow({ url: 'javascript:alert(1)' })).toStrictEqual({ action: 'deny' });
    expect(opened).toStrictEqual(['https://example.org/', 'mailto:me@example.org', 'https://example.org/new']);
  });
});

describe('the port to the core', () => {
  let core: CoreFixture;
  let ask: (frame: { url: string; parent: unknown } | null, id?: number) => void;
  let given: MessagePort[];
  let close: () => void;
  beforeEach(async () => {
    core = await createCoreFixture();
    given = [];
    close = connectWindows<MessagePort>(
      {
        on: (_channel, listener) => {
          ask = (frame, id = 1) =>
            listener({
              sender: { id },
              senderFrame: frame && { ...frame, postMessage: (_name, _message, ports) => void given.push(...ports) },
            });
        },
      },
      { router: createRouter(core.services), logger: core.services.logger, openChannel: () => new MessageChannel() },
    );
  });
  afterEach(async () => {
    close();
    await core.close();
  });

  it('is given to the top frame of our own page, where the contract answers', async () => {
    ask({ url: 'app://sitrep/#/', parent: null });
    const [port] = given;
    if (port === undefined) throw new Error('no port was given');
    const client = createORPCClient<ContractClient>(new RPCLink({ port }));
    port.start();
    expect((await client.desk.snapshot({})).shell.version).toBe('0.0.0');
  });

  it('is given to no other page and to no frame inside ours', () => {
    ask({ url: 'https://evil.example/', parent: null });
    ask({ url: 'app://sitrep/', parent: {} });
    ask(null);
    expect(given).toStrictEqual([]);
  });

  it('closes the port of a page that was loaded anew', async () => {
    ask({ url: 'app://sitrep/', parent: null });
    ask({ url: 'app://sitrep/', parent: null }, 2);
    const [first, other] = given;
    const closed = new Promise<void>((resolve) => first?.once('close', () => resolve()));
    ask({ url: 'app://sitrep/', parent: null });
    await closed;
    expect(given).toHaveLength(3);
    other?.close();
  });
});

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const saved = { x: 100, y: 50, width: 1000, height: 700, maximized: false };

  it('is where it was', () => {
    expect(fittingBounds(saved, [screen])).toStrictEqual({ x: 100, y: 50, width: 1000, height: 700 });
  });

  it('is left to the system when its screen is gone, or it was never moved', () => {
    const elsewhere = { ...saved, x: 5_000 };
    for (const window of [null, elsewhere]) expect(fittingBounds(window, [screen])).not.toHaveProperty('x');
  });

  it('can always be reached, whatever was saved and whatever screens there are', () => {
    const integer = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 500, max: 6_000 });
    const area = fc.record({ x: integer, y: integer, width: size, height: size });
    fc.assert(
      fc.property(area, fc.array(area, { minLength: 1, maxLength: 3 }), (window, screens) => {
        const placed = fittingBounds({ ...window, maximized: false }, screens);
        const { x, y, width } = placed;
        if (x === undefined || y === undefined) return true;
        return screens.some(
          (one) =>
            Math.min(x + width, one.x + one.width) - Math.max(x, one.x) >= 80 && y >= one.y && y < one.y + one.height,
        );
      }),
    );
  });
});
