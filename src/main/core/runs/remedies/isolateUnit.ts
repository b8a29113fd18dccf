import type { UnitState } from '#shared/run/readUnit.ts';
import { unitResource } from '#shared/run/resources.ts';
import type { PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoItems } from '../sudo/sudoItems.ts';
import type { Remote } from '../remote.ts';
import { dependentItems, dependentsOf } from './dependentsOf.ts';
import { maskScope, rejoin } from './rejoin.ts';
import { cost, fine, refusal, type Remedy, type RemedyOrder } from './remedy.ts';
import { stepsOr } from './stepsOr.ts';
import { systemctlOf } from './systemctlOf.ts';
import { isRunning, restartedSince, unitOnHost } from './unitOnHost.ts';
import { seeUnit, stateItem, unitOf } from './unitPreflight.ts';

/** Units that would stop along are nobody's intention, unless the runbook says so: `dependents=stop`. */
const stopItems = (order: RemedyOrder, items: readonly PreflightItem[]): readonly PreflightItem[] =>
  order.options['dependents'] === 'stop'
    ? items
    : items.map((item) =>
        item.verdict === 'cost'
          ? refusal(`${item.text}. Isolate it first, or set dependents=stop in the runbook`)
          : item,
      );

/** Whether a connection to the host is served by this unit: its processes are above ours. */
async function isOurWayIn(id: string, remote: Remote): Promise<boolean> {
  const { stdout } = await remote.ask(
    `p=$$; while [ "\${p:-0}" -gt 1 ]; do cat "/proc/$p/cgroup" 2>/dev/null; p=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$p/status" 2>/dev/null); done`,
  );
  return stdout.split('\n').some((line) => line.endsWith(`/${id}`));
}

/** A file in a folder of the administrator, or of the user's own units, stands before a mask. */
const isMaskWeak = ({ path }: UnitState): boolean => /^\/etc\/|\/\.config\/systemd\/user\//.test(path);

/** Sockets, timers and paths that start it again: a mask makes them fail, without one they undo the stop. */
async function triggerItems(state: UnitState, systemctl: string, remote: Remote): Promise<readonly PreflightItem[]> {
  if (state.triggers.length === 0) return [];
  const answer = await remote.ask(`${systemctl} is-active -- ${state.triggers.map(quote).join(' ')}`);
  const states = answer.stdout.split('\n');
  const awake = state.triggers.filter((_name, index) => states[index] === 'active');
  return awake.map((name) =>
    isMaskWeak(state)
      ? refusal(`${name} would start it again: isolate ${name} first`)
      : cost(`${name} cannot start it meanwhile, and may fail by that`),
  );
}

/** What becomes of a mask that only lives until the host restarts. */
const passingMask = ({ unitFile }: UnitState): string =>
  `The mask is gone after a restart of the host${unitFile === 'enabled' ? ', and the unit starts by itself then' : ''}`;

/** Stops a unit and keeps it from starting; rejoining brings it back as it was. */
export const isolateUnit: Remedy = {
  kind: 'isolate',
  isOwnProofAll: true,
  plan: (order) => {
    const unit = unitOf(order);
    const own = [
      [`Stop ${unit}`, `sudo systemctl stop ${quote(unit)}`],
      [`Mask ${unit}`, `sudo systemctl mask --runtime ${quote(unit)}`],
    ] as const;
    const wayBack = {
      kind: 'kept' as const,
      text: `${unit} can rejoin: unmasked, and started if it ran`,
      untilAt: null,
    };
    return { steps: stepsOr(order, own), resource: unitResource(unit), wayBack };
  },
  preflight: async (order, remote) => {
    const systemctl = systemctlOf(order.steps);
    const seen = await seeUnit(unitOf(order), systemctl, remote);
    if (seen.kind === 'refused') return { items: seen.items, seen: {} };
    const { state } = seen;
    if (state.id !== `${state.unit.replace(/\.service$/, '')}.service` && state.id !== state.unit)
      return {
        items: [refusal(`${state.unit} is another name of ${state.id}: a mask holds only for its own name, use that`)],
        seen: {},
      };
    if (await isOurWayIn(state.id, remote))
      return {
        items: [refusal(`Sitrep itself comes in through ${state.id}: isolating it would cut its own way back`)],
        seen: {},
      };
    if (state.load === 'masked') return { items: [refusal(`Unit ${state.unit} is masked already`)], seen: {} };
    const items = [
      stateItem(state),
      ...stopItems(
        order,
        dependentItems(await dependentsOf(state, systemctl, remote), 'needs it: it stops too, and stays stopped'),
      ),
      ...(isMaskWeak(state)
        ? [cost(`Its file is ${state.path}: a mask may not hold there, so a timer or another unit could start it`)]
        : []),
      ...(await triggerItems(state, systemctl, remote)),
      ...(maskScope(order) === '' ? [] : [fine(passingMask(state))]),
      ...(await sudoItems(order.steps, remote)),
    ];
    return { items, seen: {} };
  },
  capture: async (order, remote) => {
    const { state, bootId } = await unitOnHost(order, remote);
    const dependents = state === null ? [] : await dependentsOf(state, systemctlOf(order.steps), remote);
    const running = dependents.filter((one) => one.isRunning).map(({ name }) => name);
    const handle = {
      wasRunning: state !== null && isRunning(state) ? 'yes' : 'no',
      active: state?.active ?? '',
      unitFile: state?.unitFile ?? '',
      dependents: running.join(' '),
      bootId,
    };
    const started = handle.wasRunning === 'yes' ? ' and started again' : '';
    const along = running.length === 0 ? '' : `, and with it ${running.join(', ')}`;
    return { kind: 'kept', text: `${unitOf(order)} is unmasked${started}${along}`, untilAt: null, handle };
  },
  verify: async (order, remote, handle) => {
    const { state, bootId } = await unitOnHost(order, remote);
    if (state === null) return { isProved: false, text: 'unit not seen' };
    const mask = state.load === 'masked' ? ', masked' : ', but nothing keeps it from starting';
    // What the preflight has said is no news.
    const isKept = state.load === 'masked' || isMaskWeak(state);
    const text = `unit ${state.unit} is ${state.active}${mask}${restartedSince(handle, bootId)}`;
    return { isProved: !isRunning(state) && isKept, text };
  },
  undo: rejoin,
};
