import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashedName } from './hostPattern.ts';
import { type KnownHostsEntry, parseKnownHosts } from './knownHosts.ts';
import type { PublicKey } from './publicKey.ts';

/** All entries of these files in order; files that do not exist have none. Rejects when one cannot be read. */
export async function readKnownHosts(files: readonly string[]): Promise<readonly KnownHostsEntry[]> {
  const texts = await Promise.all(files.map(readIfThere));
  return texts.flatMap((text, index) => parseKnownHosts(text, files[index] ?? ''));
}

/** Adds a line as OpenSSH would: the name hashed where the options say so, the file and its folder for the owner only. */
export async function addKnownHost(file: string, name: string, key: PublicKey, isHashed: boolean): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const shown = isHashed ? hashedName(name, randomBytes(20)) : name;
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // A line without its end would swallow ours.
    const separator = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await handle.appendFile(`${separator}${shown} ${key.type} ${key.blob.toString('base64')}\n`);
  } finally {
    await handle.close();
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return '';
    throw error;
  }
}
