import type { UnitState } from '#shared/run/readUnit.ts';
import { unitText } from '#shared/run/readUnit.ts';
import { unitResource } from '#shared/run/resources.ts';
import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoItems } from '../sudo/sudoItems.ts';
import { refusal, type Remedy } from './remedy.ts';
import { stepsOr } from './stepsOr.ts';
import { systemctlOf } from './systemctlOf.ts';
import { isRunning, unitOnHost } from './unitOnHost.ts';
import { seeUnit, stateItem, unitOf } from './unitPreflight.ts';

/** A mask for good and one until the restart are taken away by different words; the others leave it in place. */
function maskItems({ unit, load, unitFile }: UnitState, steps: readonly PlannedStep[]): readonly PreflightItem[] {
  if (load !== 'masked') return [];
  const isPassing = unitFile === 'masked-runtime';
  const unmasking = steps.filter(({ command }) => /\bunmask\b/.test(command));
  if (unmasking.some(({ command }) => /--runtime\b/.test(command) === isPassing)) return [];
  const [kind, words] = isPassing ? ['until a restart', 'unmask --runtime'] : ['for good', 'unmask without --runtime'];
  return [refusal(`${unit} is masked ${kind}, which only ${words} takes away: write that in the runbook`)];
}

/** Lets an isolated unit run again. Isolating it anew is the way back. */
export const rejoinUnit: Remedy = {
  kind: 'rejoin',
  plan: (order) => {
    const unit = unitOf(order);
    const own = [
      [`Unmask ${unit}`, `sudo systemctl unmask --runtime ${quote(unit)}`],
      [`Start ${unit}`, `sudo systemctl start ${quote(unit)}`],
    ] as const;
    const wayBack = { kind: 'none' as const, why: 'Isolate it again if it does harm.' };
    return { steps: stepsOr(order, own), resource: unitResource(unit), wayBack };
  },
  preflight: async (order, remote) => {
    const seen = await seeUnit(unitOf(order), systemctlOf(order.steps), remote);
    if (seen.kind === 'refused') return { items: seen.items, seen: {} };
    const masks = maskItems(seen.state, order.steps);
    return { items: [stateItem(seen.state), ...masks, ...(await sudoItems(order.steps, remote))], seen: {} };
  },
  capture: null,
  verify: async (order, remote) => {
    const { state } = await unitOnHost(order, remote);
    if (state === null) return { isProved: false, text: 'unit not seen' };
    return { isProved: isRunning(state) && state.load !== 'masked', text: `unit ${state.unit} is ${unitText(state)}` };
  },
  undo: null,
};
