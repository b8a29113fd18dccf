import * as fs from 'node:fs';
import path from 'node:path';
import { RequestError } from '#shared/rpc/errors.ts';
import { actionWith, type TestDesk } from './desk.ts';

/** Restarts the unit `photos` of the stand-in host. */
export const restart = actionWith({
  id: 'restart',
  commands: ['sudo systemctl restart {{unit}}'],
  remedy: { kind: 'restart-unit', options: { unit: '{{unit}}' } },
});

/** Puts a unit of the stand-in `systemctl` into a state. */
export function unit(
  { units }: TestDesk,
  name: string,
  state: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const files = { active: state, unitfile: 'enabled', ...more };
  for (const [kind, text] of Object.entries(files)) fs.writeFileSync(path.join(units, `${name}.${kind}`), `${text}\n`);
}
/** How often the stand-in `systemctl` was called so. */
export const calls = ({ units }: TestDesk, verb: string): number =>
  fs
    .readFileSync(path.join(units, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(verb)).length;

/** The request that the work refuses. */
export function refusalOf(work: () => unknown): RequestError {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
