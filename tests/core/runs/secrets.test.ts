import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { rememberingVault } from '#core/ports/rememberingVault.ts';
import { redactingLogger } from '#core/redactingLogger.ts';
import { createRuns } from '#core/runs/createRuns.ts';
import { actionWith, runDesk } from './desk.ts';

const token = 'tok-4f9a"é 77';

/** All bytes that a folder holds, as text. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

it('a token from the vault that a command echoes reaches neither transcript nor journal nor log', async () => {
  const remembering = rememberingVault(memoryVault());
  await remembering.vault.set('channel:tickets', token);
  const lines: string[] = [];
  const write = (message: string, fields?: object) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const logger = redactingLogger({ debug: write, info: write, warn: write, error: write }, remembering.secrets);
  const desk = runDesk([
    actionWith({ id: 'look', commands: ['cat "$HOME/token"'], effect: 'reads' }),
    actionWith({
      id: 'fail',
      commands: ['cat "$HOME/token"; cat "$HOME/token" >&2; exit 3'],
      remedy: { kind: 'restart-unit', options: { unit: 'photos', test: 'cat "$HOME/token" >&2; false' } },
    }),
  ]);
  writeFileSync(path.join(desk.folder, 'token'), `key=${token}\n`);
  writeFileSync(path.join(desk.units, 'photos.unitfile'), 'enabled\n');
  const runs = createRuns({ ...desk.parts, logger, secrets: remembering.secrets });
  const ended = async (actionId: string) => {
    const request = { incidentId: null, hostId: 'nas', serviceId: 'photos', runbookId: 'test', actionId };
    const run = await desk.reaches(runs.start({ ...request, requestId: actionId }), 'ended');
    expect(JSON.stringify(run)).not.toContain('tok-4f9a');
    return run;
  };
  expect(desk.transcript((await ended('look')).id)).toContain('key=[redacted]');
  expect((await ended('fail')).outcome?.text).toContain('key=[redacted]');
  logger.warn(`the host said ${token}`, { text: token });
  await runs.close();
  desk.storage.close();
  expect(lines.join('\n')).not.toContain('tok-4f9a');
  expect(bytesOf(desk.storageFolder)).not.toContain('tok-4f9a');
});
