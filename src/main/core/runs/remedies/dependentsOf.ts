import { isWorker, readUnit, type UnitState } from '#shared/run/readUnit.ts';
import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { unitProperties } from '../evidence.ts';
import type { Remote } from '../remote.ts';
import { cost, fine } from './remedy.ts';

/** A unit that stops or restarts together with another one. */
export type Dependent = { readonly name: string; readonly isRunning: boolean };

const isAwake = (active: string): boolean => /^(active|activating|reloading)$/.test(active);

/** All that stop or restart together with the unit: those that depend on it, those that depend on them, and so on. */
export async function dependentsOf(state: UnitState, systemctl: string, remote: Remote): Promise<readonly Dependent[]> {
  const known = new Map<string, Dependent>();
  let next = state.dependents;
  while (next.length > 0) {
    for (const name of next) known.set(name, { name, isRunning: false });
    const answer = await remote.ask(
      `${systemctl} show --no-pager -p ${unitProperties} -- ${next.map(quote).join(' ')}`,
    );
    const states = answer.stdout.split(/\n{2,}/).map((text, index) => readUnit(next[index] ?? '', text));
    const seen = states.filter((one) => one !== null);
    for (const one of seen) known.set(one.unit, { name: one.unit, isRunning: isAwake(one.active) });
    const names = seen.flatMap(({ dependents }) => dependents);
    next = [...new Set(names)].filter((name) => !known.has(name) && name !== state.id);
  }
  return [...known.values()].filter(({ name }) => isWorker(name));
}

/** Those of them that run now pay for it. */
export function dependentItems(dependents: readonly Dependent[], what: string): readonly PreflightItem[] {
  if (dependents.length === 0) return [fine('No other unit depends on it')];
  const running = dependents.filter(({ isRunning }) => isRunning);
  return running.length === 0
    ? [fine(`Nothing that depends on it runs now (${dependents.map(({ name }) => name).join(', ')})`)]
    : running.map(({ name }) => cost(`${name} ${what}`));
}
