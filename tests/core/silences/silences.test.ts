import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSilences, type Silences } from '#core/silences/createSilences.ts';
import { openStorage, type Storage } from '#core/storage/openStorage.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { createFakeClock } from '#tests/support/fakeClock.ts';

const quiet = () => undefined;
const lab: LabFile = {
  version: 1,
  hosts: [{ id: 'nas', access: { transport: 'local' }, checks: [{ id: 'nas-load', kind: 'load' }] }],
  services: [],
  contacts: [],
  settings: {},
};

let folder: string;
let storage: Storage;
let clock: ReturnType<typeof createFakeClock>;
let silences: Silences;
let ids = 0;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitrep-silences-'));
  clock = createFakeClock();
  const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  storage = openStorage({ dataFolder: folder, clock, logger });
  silences = createSilences({ journal: storage.journal, clock, lab: () => lab, newId: () => `s-${(ids += 1)}` });
});

afterEach(async () => {
  storage.close();
  await rm(folder, { recursive: true });
});

const add = (kind: 'host' | 'check', id: string, minutes: number) =>
  silences.add({ requestId: `request-${(ids += 1)}`, target: { kind, id }, minutes, reason: ' new disk ' });
const known = () => Object.values(storage.journal.state().silences);

it('journals a silence with its end, and takes it away when asked', () => {
  const silenceId = add('host', 'nas', 30);
  expect(known()).toMatchObject([{ id: silenceId, reason: 'new disk', untilAt: clock.now() + 30 * 60_000 }]);
  silences.remove({ requestId: 'r-remove', silenceId });
  expect(known()).toEqual([]);
  expect(() => silences.remove({ requestId: 'r-again', silenceId })).toThrow('already over');
});

it('refuses what is not in the lab', () => {
  expect(() => add('check', 'nas-disk', 30)).toThrow('There is no check nas-disk in lab.yaml');
});

it('clears what ended by itself away with the next', () => {
  add('host', 'nas', 1);
  clock.advance(120_000);
  const second = add('check', 'nas-load', 5);
  expect(known().map(({ id }) => id)).toEqual([second]);
});
