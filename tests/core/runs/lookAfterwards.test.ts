import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { createRuns } from '#core/runs/createRuns.ts';
import { actionWith, runDesk, type TestDesk } from './desk.ts';
import { program, standInSystemctl } from './localHost.ts';

const isolate = actionWith({
  id: 'isolate',
  commands: ['systemctl stop photos', 'systemctl mask --runtime photos'],
  remedy: { kind: 'isolate', options: { unit: 'photos' } },
});
const patient = { timeout: 20_000 };

function desk(): TestDesk {
  const made = runDesk([isolate]);
  fs.writeFileSync(path.join(made.units, 'photos.active'), 'active\n');
  fs.writeFileSync(path.join(made.units, 'photos.unitfile'), 'enabled\n');
  return made;
}
const callsOf = ({ units }: TestDesk) => fs.readFileSync(path.join(units, 'calls'), 'utf8').split('\n');
const isThere = (file: string) => vi.waitFor(() => expect(fs.existsSync(file)).toBe(true), patient);

/** From now on `systemctl VERB` tells that it began, and hangs. */
function hangAt({ programs, folder }: TestDesk, verb: string): string {
  const began = path.join(folder, `began-${randomUUID()}`);
  const real = path.join(programs, 'real-systemctl');
  fs.renameSync(path.join(programs, 'systemctl'), real);
  program(programs, 'systemctl', `if [ "$1" = ${verb} ]; then touch ${began}; sleep 3; fi\nexec ${real} "$@"`);
  return began;
}
const mend = ({ programs, units }: TestDesk) => standInSystemctl(programs, units);

async function executing(one: TestDesk): Promise<string> {
  const runId = one.start('isolate');
  await one.reaches(runId, 'awaitingConsent');
  one.consent(runId);
  return runId;
}

it('looks again when the host goes away a second time while it is looked at', async () => {
  const one = desk();
  const began = hangAt(one, 'mask');
  const runId = await executing(one);
  await isThere(began);
  one.host.cut();
  await one.reaches(runId, 'ended');
  expect(one.runOf(runId).outcome?.kind).toBe('unknown');
  mend(one);
  const looking = hangAt(one, 'show');
  one.host.plug();
  await isThere(looking);
  one.host.cut();
  mend(one);
  one.host.plug();
  await vi.waitFor(() => expect(one.runOf(runId).findings).toHaveLength(1), patient);
  expect(one.runOf(runId).findings[0]).toMatchObject({ id: 'seen-afterwards' });
  expect(one.runOf(runId).findings[0]?.text).not.toContain('not seen');
  expect(callsOf(one).filter((line) => line.startsWith('stop'))).toHaveLength(1);
});

it('a proof that was cut off never counts as a failure, and nothing is repeated for it', async () => {
  const one = desk();
  const runId = one.start('isolate');
  await one.reaches(runId, 'awaitingConsent');
  // Capture asks for the state first; the proof is the one after both steps.
  one.consent(runId);
  await vi.waitFor(() => expect(callsOf(one).some((line) => line.startsWith('mask'))).toBe(true), patient);
  const stages = () => one.runOf(runId).stage;
  one.host.cut();
  await vi.waitFor(() => expect(['verifying', 'ended']).toContain(stages()), patient);
  one.host.plug();
  const run = await one.reaches(runId, 'ended');
  expect(['succeeded', 'unknown']).toContain(run.outcome?.kind);
  expect(callsOf(one).filter((line) => line.startsWith('mask'))).toHaveLength(1);
});

it('the next Sitrep looks at what the one before did not come to look at', async () => {
  const one = desk();
  const began = hangAt(one, 'mask');
  const runId = await executing(one);
  await isThere(began);
  one.host.cut();
  await one.reaches(runId, 'ended');
  await one.runs.close();
  mend(one);
  one.host.plug();
  expect(one.runOf(runId).findings).toEqual([]);
  const next = createRuns(one.parts);
  next.settleAbandoned();
  await vi.waitFor(() => expect(one.runOf(runId).findings).toHaveLength(1), { timeout: 45_000 });
  await next.close();
  expect(one.runOf(runId).outcome?.kind).toBe('unknown');
});
