import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import type { Remote } from './remote.ts';
import { dependentItems, dependentsOf } from './remedies/dependentsOf.ts';
import { systemctlOf } from './remedies/systemctlOf.ts';
import { seeUnit } from './remedies/unitPreflight.ts';

const onUnits = /^\s*(?:sudo\s+(?:-n\s+)?)?systemctl\s+(?:-\S+\s+)*(restart|try-restart|stop)\s+([^|;&<>$`()]+)$/;

/** What free commands that restart or stop units cost: units that are not there are refused, dependents are named. */
export async function freeUnitItems(steps: readonly PlannedStep[], remote: Remote): Promise<readonly PreflightItem[]> {
  const items: PreflightItem[] = [];
  for (const { command } of steps) {
    const [, verb, names = ''] = onUnits.exec(command) ?? [];
    const units = names.split(/\s+/).filter((name) => /^[A-Za-z0-9]/.test(name));
    for (const unit of verb === undefined ? [] : units) {
      const systemctl = systemctlOf([{ command }]);
      const seen = await seeUnit(unit, systemctl, remote);
      if (seen.kind === 'refused') items.push(...seen.items);
      else {
        const dependents = await dependentsOf(seen.state, systemctl, remote);
        items.push(...dependentItems(dependents, verb === 'stop' ? 'stops too' : 'restarts too'));
      }
    }
  }
  return items;
}
