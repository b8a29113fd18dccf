import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fingerprintOf, keyNameAndSize, publicKeyFrom } from '#core/ssh/hostKeys/publicKey.ts';
import { randomartOf } from '#core/ssh/hostKeys/randomart.ts';
import { makeFolder, readPublicKey, run } from '../sshd.ts';

it.each([
  ['ed25519', '256'],
  ['ed25519', '256'],
  ['ed25519', '256'],
  ['ecdsa', '256'],
  ['ecdsa', '384'],
  ['ecdsa', '521'],
  ['rsa', '2048'],
  ['rsa', '3072'],
])('draws a key (%s %s) and its fingerprint as ssh-keygen does', async (type, bits) => {
  const folder = await makeFolder();
  const file = path.join(folder, 'key');
  await run('ssh-keygen', ['-q', '-t', type, '-b', bits, '-N', '', '-f', file]);
  const { stdout } = await run('ssh-keygen', ['-lv', '-f', `${file}.pub`]);
  const [line, ...art] = stdout.trimEnd().split('\n');
  const key = publicKeyFrom(Buffer.from((await readPublicKey(file)).split(' ')[1] ?? '', 'base64'));
  if (key === null) throw new Error('no key');
  expect(randomartOf(key)).toBe(art.join('\n'));
  expect(line?.split(' ')[1]).toBe(fingerprintOf(key.blob));
  expect(line?.split(' ')[0]).toBe(String(keyNameAndSize(key).bits));
  await rm(folder, { recursive: true });
});
