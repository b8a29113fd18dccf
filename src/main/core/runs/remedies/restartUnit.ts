import { readUnit, unitText } from '#shared/run/readUnit.ts';
import { unitResource } from '#shared/run/resources.ts';
import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoItems } from '../sudo/sudoItems.ts';
import { unitProperties } from '../evidence.ts';
import { lastLine, type Remote } from '../remote.ts';
import { fine, refusal, type Remedy, type RemedyOrder } from './remedy.ts';
import { dependentItems, dependentsOf } from './dependentsOf.ts';
import { systemctlOf } from './systemctlOf.ts';
import { seeUnit, stateItem, unitOf } from './unitPreflight.ts';

/** `test="nginx -t"`: the program's own check of its configuration, which a restart must not fail. */
async function configTest({ options, steps }: RemedyOrder, remote: Remote): Promise<readonly PreflightItem[]> {
  const test = options['test'];
  if (test === undefined || test === '') return [];
  const answer = await remote.ask(test, { cwd: steps[0]?.cwd ?? null, deadlineMs: 30_000 });
  if (answer.code === 0) return [fine(`Configuration test passed: ${test}`)];
  return [refusal(`Configuration test failed (${test}): ${lastLine(answer) || `exit status ${String(answer.code)}`}`)];
}

/** Restarts one systemd unit. There is no way back, and it says so. */
export const restartUnit: Remedy = {
  kind: 'restart-unit',
  plan: (order) => {
    const unit = unitOf(order);
    const command = `sudo systemctl restart ${quote(unit)}`;
    const own = { title: `Restart ${unit}`, command, cwd: null, timeoutMs: order.timeoutMs };
    return {
      steps: order.steps.length > 0 ? order.steps : [own],
      resource: unitResource(unit),
      wayBack: { kind: 'none', why: 'A restart cannot be taken back.' },
    };
  },
  preflight: async (order, remote) => {
    const systemctl = systemctlOf(order.steps);
    const seen = await seeUnit(unitOf(order), systemctl, remote);
    if (seen.kind === 'refused') return { items: seen.items, seen: {} };
    const { state } = seen;
    if (state.load !== 'loaded') {
      const mend = state.load === 'masked' ? 'unmask it first' : 'look at systemctl status';
      return { items: [refusal(`Unit ${state.unit} is ${state.load} and cannot start: ${mend}`)], seen: {} };
    }
    const items = [
      stateItem(state),
      ...dependentItems(await dependentsOf(state, systemctl, remote), 'restarts too'),
      ...(await configTest(order, remote)),
      ...(await sudoItems(order.steps, remote)),
    ];
    return { items, seen: {} };
  },
  capture: null,
  verify: async (order, remote) => {
    const unit = unitOf(order);
    const { stdout } = await remote.ask(
      `${systemctlOf(order.steps)} show --no-pager -p ${unitProperties} -- ${quote(unit)}`,
    );
    const state = readUnit(unit, stdout);
    if (state === null) return { isProved: false, text: `unit ${unit} not seen` };
    const isUp = state.active === 'active' || (state.active === 'inactive' && state.result === 'success');
    return { isProved: isUp, text: `unit ${unit} is ${unitText(state)}` };
  },
  undo: null,
};
