import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { fileVault } from '../../src/main/web/vault/fileVault.ts';
import { openWebVault } from '../../src/main/web/vault/openWebVault.ts';
import { makeSealingKey, seal, unseal } from '../../src/main/web/vault/sealedText.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitrep-vault-'));
  path = join(folder, 'vault.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('gives back what was kept, after a restart too, for the right passphrase alone', async () => {
  const first = fileVault(path);
  expect(first.state()).toBe('locked');
  expect(await first.unlock('correct horse')).toBe(true);
  await Promise.all([first.set('passphrase:a', 'hunter2'), first.set('password:b', 'swordfish'), first.delete('none')]);
  await first.delete('password:b');

  const second = fileVault(path);
  let unlocked = 0;
  second.onUnlocked(() => {
    unlocked += 1;
  });
  expect(await second.unlock('wrong')).toBe(false);
  expect(second.state()).toBe('locked');
  expect(await second.get('passphrase:a')).toBeNull();
  await expect(second.set('x', 'y')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await second.unlock('correct horse')).toBe(true);
  expect(unlocked).toBe(1);
  expect(await second.get('passphrase:a')).toBe('hunter2');
  expect(await second.get('password:b')).toBeNull();
});

it('shows neither secrets nor their names in the file, which only this user can read', async () => {
  const vault = fileVault(path);
  await vault.unlock('correct horse');
  await vault.set('passphrase:id_ed25519', 'hunter2');
  const text = await readFile(path, 'utf8');
  expect(text).not.toMatch(/hunter2|id_ed25519|correct horse/u);
  expect((await stat(path)).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
});

it('refuses a file of which a byte was changed', async () => {
  const key = await makeSealingKey('p');
  const box = seal('{}', key);
  expect(unseal(box, key)).toBe('{}');
  expect(unseal({ ...box, sealed: Buffer.from('[]').toString('base64') }, key)).toBeNull();
  expect(unseal({ ...box, tag: Buffer.alloc(16).toString('base64') }, key)).toBeNull();
  expect(seal('{}', key).nonce).not.toBe(box.nonce);
});

it('keeps secrets in memory alone unless a passphrase is given', async () => {
  const said: string[] = [];
  const opening = { dataFolder: folder, passphrase: null, ask: null, say: (text: string) => void said.push(text) };
  const vault = await openWebVault(opening);
  expect(vault.state()).toBe('memory');
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });

  expect((await openWebVault({ ...opening, passphrase: 'p' })).state()).toBe('open');
  expect((await openWebVault(opening)).state()).toBe('locked');
  expect((await openWebVault({ ...opening, passphrase: 'wrong' })).state()).toBe('locked');
  expect((await openWebVault({ ...opening, ask: async () => 'p' })).state()).toBe('open');
  expect((await openWebVault({ ...opening, ask: async () => '' })).state()).toBe('locked');
  expect(said).toHaveLength(3);
});

it('says when the file is not a vault', async () => {
  await writeFile(path, '{"version":9}');
  await expect(fileVault(path).unlock('p')).rejects.toThrow('version');
});

it('forgets what is deleted from memory', async () => {
  const vault = memoryVault();
  await vault.set('a', 'b');
  expect(await vault.get('a')).toBe('b');
  await vault.delete('a');
  expect(await vault.get('a')).toBeNull();
});
