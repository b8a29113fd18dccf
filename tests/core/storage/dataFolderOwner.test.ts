import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireDataFolder, DataFolderInUseError, readOwner } from '#core/storage/dataFolderOwner.ts';
import { temporaryFolder } from './support.ts';

const info = { url: 'http://127.0.0.1:4711', secret: 's3cret', pid: 4_711 };

describe('a data folder', () => {
  it('has one owner, who says how to reach it and lets go again', () => {
    const folder = join(temporaryFolder(), 'data');
    expect(readOwner(folder)).toEqual({ kind: 'free' });
    const owner = acquireDataFolder(folder);
    expect(readOwner(folder)).toEqual({ kind: 'owned', info: null });
    expect(() => acquireDataFolder(folder)).toThrow(/in use by another Sitrep that is just starting/);
    owner.publish(info);
    expect(readOwner(folder)).toEqual({ kind: 'owned', info });
    expect(() => acquireDataFolder(folder)).toThrow(DataFolderInUseError);
    owner.release();
    owner.release();
    expect(readOwner(folder)).toEqual({ kind: 'free' });
    acquireDataFolder(folder).release();
  });

  it('shows how to reach its owner to nobody but its user', () => {
    const folder = temporaryFolder();
    const owner = acquireDataFolder(folder);
    owner.publish(info);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    owner.release();
  });

  it('is free at once when its owner was killed, whatever that one left behind', async () => {
    const folder = temporaryFolder();
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'holdFolder.ts'), folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const held = readOwner(folder);
    expect(held).toMatchObject({ kind: 'owned', info: { pid: holder.pid, secret: 's3cret' } });
    expect(() => acquireDataFolder(folder)).toThrow(`process ${holder.pid}, at http://127.0.0.1:4711`);

    const closed = once(holder, 'close');
    holder.kill('SIGKILL');
    await closed;
    expect(readOwner(folder)).toEqual({ kind: 'free' });
    const next = acquireDataFolder(folder);
    expect(readOwner(folder)).toEqual({ kind: 'owned', info: null });
    next.release();
  });

  it('says what is wrong when its lock cannot be used', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'owner.lock'), 'this is no database at all, but quite some text'.repeat(30));
    expect(() => acquireDataFolder(folder)).toThrow(/The lock .*owner\.lock of the data folder cannot be used/);
  });
});
