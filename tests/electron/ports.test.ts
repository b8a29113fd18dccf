import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NotificationConstructorOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchNetwork } from '#core/ports/watchNetwork.ts';
import type { Notification } from '#shared/notification/notification.ts';
import { readElectronOptions } from '../../src/main/electron/electronOptions.ts';
import { electronPower } from '../../src/main/electron/ports/electronPower.ts';
import { nativeNotifier } from '../../src/main/electron/ports/nativeNotifier.ts';
import { type Sealer, safeStorageVault } from '../../src/main/electron/ports/safeStorageVault.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

describe('native notifications', () => {
  const notification: Notification = {
    id: 'n1',
    level: 'P1',
    title: 'P1 auditor is down',
    body: 'since 03:11',
    incidentId: 'INC-1',
    hostId: 'auditor',
    actions: ['acknowledge', 'review'],
  };

  class FakeNotification extends EventEmitter {
    readonly options: NotificationConstructorOptions;
    readonly calls: string[] = [];
    constructor(options: NotificationConstructorOptions) {
      super();
      this.options = options;
    }
    show = () => void this.calls.push('show');
    close = () => void this.calls.push('close');
  }

  function setUp(isSupported = true) {
    const made: FakeNotification[] = [];
    const broughtUp: string[] = [];
    const answers: string[] = [];
    const notifier = nativeNotifier(
      (options) => {
        const one = new FakeNotification(options);
        made.push(one);
        return one;
      },
      isSupported,
      ({ id }) => void broughtUp.push(id),
      ({ id }) => void broughtUp.push(`${id} where it asks`),
    );
    return { notifier, made, broughtUp, answers, answered: (action: string) => void answers.push(action) };
  }

  it('carry the actions as buttons, and an urgent one stays', () => {
    const { notifier, made, answered } = setUp();
    notifier.show(notification, answered);
    expect(made[0]?.options).toMatchObject({
      title: 'P1 auditor is down',
      urgency: 'critical',
      timeoutType: 'never',
      actions: [
        { type: 'button', text: 'Acknowledge' },
        { type: 'button', text: 'Review' },
      ],
    });
    expect(made[0]?.calls).toStrictEqual(['show']);
  });

  it('are answered once: by a button, a click or the person closing them', () => {
    const { notifier, made, broughtUp, answers, answered } = setUp();
    for (const id of ['a', 'b', 'c', 'd']) notifier.show({ ...notification, id }, answered);
    made[0]?.emit('action', { actionIndex: 0 });
    made[0]?.emit('click');
    made[1]?.emit('click');
    made[2]?.emit('close', { reason: 'userCanceled' });
    made[3]?.emit('close', { reason: 'timedOut' });
    made[3]?.emit('action', { actionIndex: 1 });
    expect(answers).toStrictEqual(['acknowledge', 'open', 'dismiss', 'review']);
    expect(broughtUp).toStrictEqual(['b', 'd']);
  });

  it('go when they are withdrawn, and are not answered by that', () => {
    const { notifier, made, answers, answered } = setUp();
    notifier.show(notification, answered);
    notifier.withdraw('n1');
    made[0]?.emit('close', { reason: 'userCanceled' });
    expect(made[0]?.calls).toStrictEqual(['show', 'close']);
    expect(answers).toStrictEqual([]);
  });

  it('are not tried where the desktop has none', () => {
    const { notifier, made, answered } = setUp(false);
    expect(notifier.isNative).toBe(false);
    notifier.show(notification, answered);
    expect(made).toStrictEqual([]);
  });
});

describe('the keychain vault', () => {
  let folder: string;
  const warned: string[] = [];
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: (message: string) => void warned.push(message), error: quiet };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sitrep-keychain-'));
    warned.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const sealerOf = (
    key: string,
    backend: ReturnType<Sealer['getSelectedStorageBackend']>,
    isAvailable = true,
  ): Sealer => ({
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (text) => Buffer.from(`${key}:${Buffer.from(text).toString('hex')}`),
    decryptStringAsync: async (sealed) => {
      const [used, text] = sealed.toString().split(':');
      if (used !== key) throw new Error('another key');
      return { shouldReEncrypt: false, result: Buffer.from(text ?? '', 'hex').toString() };
    },
  });

  it('keeps secrets sealed over a restart', async () => {
    const path = join(folder, 'vault');
    const open = () => safeStorageVault(sealerOf('k', 'gnome_libsecret'), path, { platform: 'linux', logger });
    const vault = await open();
    expect(vault.state()).toBe('open');
    await Promise.all([vault.set('a', 'hunter2'), vault.set('b', 'swordfish')]);
    await vault.delete('b');
    expect(await readFile(path, 'utf8')).not.toContain('hunter2');
    const again = await open();
    expect(await again.get('a')).toBe('hunter2');
    expect(await again.get('b')).toBeNull();
  });

  it.each([
    ['basic_text', true],
    ['unknown', true],
    ['gnome_libsecret', false],
  ] as const)(
    'keeps secrets in memory with the backend %s (available: %s), and says so',
    async (backend, isAvailable) => {
      const path = join(folder, 'vault');
      const vault = await safeStorageVault(sealerOf('k', backend, isAvailable), path, { platform: 'linux', logger });
      expect(vault.state()).toBe('memory');
      await vault.set('a', 'hunter2');
      await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(warned).toStrictEqual([expect.stringContaining('kept in memory')]);
    },
  );

  it('starts afresh when another keychain sealed the file', async () => {
    const path = join(folder, 'vault');
    const first = await safeStorageVault(sealerOf('k', 'kwallet6'), path, { platform: 'linux', logger });
    await first.set('a', 'hunter2');
    const second = await safeStorageVault(sealerOf('other', 'kwallet6'), path, { platform: 'linux', logger });
    expect(await second.get('a')).toBeNull();
    expect(warned).toStrictEqual([expect.stringContaining('asked for again')]);
  });
});

it('tells of suspend and resume until it is stopped', () => {
  const monitor = new EventEmitter();
  const told: string[] = [];
  const power = electronPower(monitor, createFakeClock());
  const stops = [power.onSuspend(() => void told.push('suspend')), power.onResume(() => void told.push('resume'))];
  monitor.emit('suspend');
  monitor.emit('resume');
  for (const stop of stops) stop();
  monitor.emit('suspend');
  expect(told).toStrictEqual(['suspend', 'resume']);
});

it('notices a change of the network within five seconds, and nothing after it was stopped', () => {
  const clock = createFakeClock();
  let addresses = ['192.0.2.1'];
  let changes = 0;
  const stop = watchNetwork(
    clock,
    () => (changes += 1),
    () => addresses,
  );
  clock.advance(20_000);
  expect(changes).toBe(0);
  addresses = [];
  clock.advance(5_000);
  expect(changes).toBe(1);
  stop();
  addresses = ['192.0.2.2'];
  clock.advance(20_000);
  expect(changes).toBe(1);
});

it('reads its own flags and leaves those of Chromium alone', () => {
  const folders = { data: '/d', lab: '/l' };
  expect(readElectronOptions(['--no-sandbox', '--demo', '--inspect=0', '.', '--data', '/x'], folders)).toStrictEqual({
    dataFolder: '/x',
    labFolder: '/l',
    startDemo: true,
  });
});
