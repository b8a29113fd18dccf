import { readFile, writeFile } from 'node:fs/promises';
import type { DemoBreakage } from '#shared/rpc/contract.ts';
import { assertNever } from '#shared/assertNever.ts';
import type { SupervisedUnit } from './superviseUnit.ts';

/** Really breaks the demo service, and resolves once it is down for good. */
export async function breakUnit(unit: SupervisedUnit, configFile: string, how: DemoBreakage): Promise<void> {
  switch (how) {
    case 'stop':
      await unit.stop();
      return;
    case 'kill':
      return killUntilGivenUp(unit);
    case 'breakConfig':
      await writeFile(configFile, withoutOneComma(await readFile(configFile, 'utf8')));
      await unit.restart();
      await unit.until('failed');
      return;
    default:
      assertNever(how);
  }
}

/** kill -9 again and again, as an OOM killer would, until the start limit is hit. */
async function killUntilGivenUp(unit: SupervisedUnit): Promise<void> {
  if (unit.state().kind === 'inactive') await unit.start();
  for (;;) {
    const state = await unit.until('starting', 'running', 'failed', 'inactive');
    if (state.kind === 'failed' || state.kind === 'inactive') return;
    unit.kill('SIGKILL');
    await unit.until('restarting', 'failed', 'inactive');
  }
}

/** The slip of an editor at 3 a.m.: the first comma at the end of a line is gone. */
function withoutOneComma(json: string): string {
  const broken = json.replace(/,\n/, '\n');
  return broken === json ? `${json},` : broken;
}
