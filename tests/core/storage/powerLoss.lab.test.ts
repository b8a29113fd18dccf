import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { labUnavailable } from '#tests/lab/lab.ts';
import { createLoopDisk, type LoopDisk } from '#tests/lab/loopDisk.ts';

const powerLosses = 10;
const appender = path.join(import.meta.dirname, 'appendForever.ts');
const reason = labUnavailable();

/** Appends until `wanted` events were acknowledged, then cuts the disk's power. Returns the last acknowledged sequence. */
async function appendUntilPowerLoss(disk: LoopDisk, wanted: number): Promise<number> {
  const child = spawn(process.execPath, [appender, path.join(disk.folder, 'data')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let acknowledged = 0;
  let first = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (first === 0) first = acknowledged;
    if (acknowledged - first >= wanted) break;
  }
  await disk.losePower();
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  await disk.remount();
  return acknowledged;
}

it.skipIf(reason !== null)(
  `loses no acknowledged event in ${powerLosses} power losses of the disk (${reason ?? 'lab'})`,
  async () => {
    const parent = await mkdtemp(path.join(os.tmpdir(), 'sitrep-power-'));
    const disk = await createLoopDisk(parent);
    try {
      for (let loss = 0; loss < powerLosses; loss += 1) {
        const acknowledged = await appendUntilPowerLoss(disk, 5 + loss * 7);
        const database = new DatabaseSync(path.join(disk.folder, 'data', 'history.db'));
        const { last } = database.prepare('SELECT max(sequence) AS last FROM events').get() as { last: number };
        const { integrity_check: integrity } = database.prepare('PRAGMA integrity_check').get() as {
          integrity_check: string;
        };
        database.close();
        expect(last).toBeGreaterThanOrEqual(acknowledged);
        expect(integrity).toBe('ok');
      }
    } finally {
      await disk.close();
      await rm(parent, { recursive: true });
    }
  },
);
