import { readUnit, unitText, type UnitState } from '#shared/run/readUnit.ts';
import { unitResource } from '#shared/run/resources.ts';
import type { PlannedStep, PreflightItem } from '#shared/run/run.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { sudoItems } from '../commandChecks.ts';
import { unitProperties } from '../evidence.ts';
import { lastLine, type Remote } from '../remote.ts';
import { cost, fine, type Proof, refusal, type Remedy, type RemedyOrder } from './remedy.ts';
import { dependentItems, runningDependents, seeUnit, stateItem, unitOf } from './unitPreflight.ts';

/** The steps of the runbook, or our own where it has none. */
const stepsOr = (order: RemedyOrder, own: readonly (readonly [string, string])[]): readonly PlannedStep[] =>
  order.steps.length > 0
    ? order.steps
    : own.map(([title, command]) => ({ title, command, cwd: null, timeoutMs: order.timeoutMs }));

async function stateOf(order: RemedyOrder, remote: Remote): Promise<UnitState | null> {
  const unit = unitOf(order);
  const { stdout } = await remote.ask(`systemctl show --no-pager -p ${unitProperties} -- ${quote(unit)}`);
  return readUnit(unit, stdout);
}

const isRunning = (state: UnitState) => /^(active|activating|reloading)$/.test(state.active);

/** The commands that bring a unit back are under sudo where those that took it away were. */
const prefixOf = (order: RemedyOrder) =>
  order.steps.some(({ command }) => /^\s*sudo\b/.test(command)) ? 'sudo -n ' : '';
const maskScope = (order: RemedyOrder) =>
  order.steps.some(({ command }) => /--runtime\b/.test(command)) ? ' --runtime' : '';

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

/** Sockets, timers and paths that start it again: a mask makes them fail, without one they undo the stop. */
async function triggerItems(state: UnitState, isMaskWeak: boolean, remote: Remote): Promise<readonly PreflightItem[]> {
  if (state.triggers.length === 0) return [];
  const answer = await remote.ask(`systemctl is-active -- ${state.triggers.map(quote).join(' ')}`);
  const states = answer.stdout.split('\n');
  const awake = state.triggers.filter((_name, index) => states[index] === 'active');
  return awake.map((name) =>
    isMaskWeak
      ? refusal(`${name} would start it again: isolate ${name} first`)
      : cost(`${name} cannot start it meanwhile, and may fail by that`),
  );
}

/** Takes the mask away, and puts the unit into the state that it had. */
async function rejoin(order: RemedyOrder, remote: Remote, handle: Readonly<Record<string, string>>): Promise<Proof> {
  const unit = quote(unitOf(order));
  const sudo = prefixOf(order);
  const enable = handle['unitFile'] === 'enabled' ? `${sudo}systemctl enable ${unit} 2>&1 || exit 1; ` : '';
  const others = (handle['dependents'] ?? '').split(' ').filter((name) => name !== '');
  const units = [unit, ...others.map(quote)].join(' ');
  const start = handle['wasRunning'] === 'yes' ? `${sudo}systemctl start ${units} 2>&1 || exit 1; ` : '';
  const answer = await remote.ask(
    `${sudo}systemctl unmask${maskScope(order)} ${unit} 2>&1 || exit 1; ${enable}${start}`,
    { deadlineMs: 90_000 },
  );
  const state = await stateOf(order, remote);
  const text = state === null ? 'unit not seen' : `unit ${state.unit} is ${unitText(state)}`;
  if (answer.code !== 0) return { isProved: false, text: `${text}: ${lastLine(answer)}` };
  const isBack = state !== null && state.load !== 'masked' && (handle['wasRunning'] !== 'yes' || isRunning(state));
  return { isProved: isBack, text };
}

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
    const seen = await seeUnit(unitOf(order), remote);
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
    const isInEtc = state.path.startsWith('/etc/');
    const items = [
      stateItem(state),
      ...stopItems(order, await dependentItems(state, remote, 'needs it: it stops too, and stays stopped')),
      ...(isInEtc
        ? [cost(`Its file is ${state.path}: a mask may not hold there, so a timer or another unit could start it`)]
        : []),
      ...(await triggerItems(state, isInEtc, remote)),
      ...(maskScope(order) === '' ? [] : [fine('The mask is gone after a restart of the host')]),
      ...(await sudoItems(order.steps, remote)),
    ];
    return { items, seen: {} };
  },
  capture: async (order, remote) => {
    const state = await stateOf(order, remote);
    const dependents = state === null ? [] : await runningDependents(state, remote);
    const handle = {
      wasRunning: state !== null && isRunning(state) ? 'yes' : 'no',
      unitFile: state?.unitFile ?? '',
      dependents: dependents.join(' '),
    };
    const started = handle.wasRunning === 'yes' ? ' and started again' : '';
    return { kind: 'kept', text: `${unitOf(order)} is unmasked${started}`, untilAt: null, handle };
  },
  verify: async (order, remote) => {
    const state = await stateOf(order, remote);
    if (state === null) return { isProved: false, text: 'unit not seen' };
    const mask = state.load === 'masked' ? ', masked' : ', but nothing keeps it from starting';
    // A file in /etc stands before a mask in /run, which the preflight has said.
    const isKept = state.load === 'masked' || state.path.startsWith('/etc/');
    return { isProved: !isRunning(state) && isKept, text: `unit ${state.unit} is ${state.active}${mask}` };
  },
  undo: rejoin,
};

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
    const seen = await seeUnit(unitOf(order), remote);
    if (seen.kind === 'refused') return { items: seen.items, seen: {} };
    return { items: [stateItem(seen.state), ...(await sudoItems(order.steps, remote))], seen: {} };
  },
  capture: null,
  verify: async (order, remote) => {
    const state = await stateOf(order, remote);
    if (state === null) return { isProved: false, text: 'unit not seen' };
    return { isProved: isRunning(state) && state.load !== 'masked', text: `unit ${state.unit} is ${unitText(state)}` };
  },
  undo: null,
};
