import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { validityOf } from '#core/ssh/authentication/certificate.ts';
import { makeFolder, makeKey, run } from '../sshd.ts';

it.each(['ed25519', 'rsa', 'ecdsa'])('reads from when until when a certificate of an %s key holds', async (type) => {
  const folder = await makeFolder();
  const authority = await makeKey(path.join(folder, 'authority'));
  const key = await makeKey(path.join(folder, 'key'), type);
  const words = ['-q', '-s', authority, '-I', 'somebody', '-n', 'root,ops', '-z', '77', '-V', '20260101:20270101'];
  await run('ssh-keygen', [...words, `${key}.pub`]);
  const text = await readFile(`${key}-cert.pub`, 'utf8');
  const { stdout } = await run('ssh-keygen', ['-L', '-f', `${key}-cert.pub`], { env: { ...process.env, TZ: 'UTC' } });
  const [, from = '', to = ''] = /Valid: from (\S+) to (\S+)/.exec(stdout) ?? [];
  const seconds = (stamp: string): bigint => BigInt(Date.parse(`${stamp}Z`) / 1000);
  expect(validityOf(Buffer.from(text.split(' ')[1] ?? '', 'base64'))).toEqual({
    after: seconds(from),
    before: seconds(to),
  });
  expect(validityOf(Buffer.from((await readFile(`${key}.pub`, 'utf8')).split(' ')[1] ?? '', 'base64'))).toBeNull();
  await rm(folder, { recursive: true });
});
