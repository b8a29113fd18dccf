import { unitText } from '#shared/run/readUnit.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { lastLine, type Remote } from '../remote.ts';
import type { Proof, RemedyOrder, Seen } from './remedy.ts';
import { systemctlOf } from './systemctlOf.ts';
import { isRunning, restartedSince, unitOnHost } from './unitOnHost.ts';
import { unitOf } from './unitPreflight.ts';

/** The commands that bring a unit back are under sudo where those that took it away were. */
const prefixOf = (order: RemedyOrder) =>
  order.steps.some(({ command }) => /^\s*sudo\b/.test(command)) ? 'sudo -n ' : '';

/** ` --runtime` where the mask lives only until the host restarts. */
export const maskScope = (order: Pick<RemedyOrder, 'steps'>): string =>
  order.steps.some(({ command }) => /--runtime\b/.test(command)) ? ' --runtime' : '';

/** Jobs are listed by whole names alone. */
const jobName = (unit: string): string => quote(/\.[a-z]+$/.test(unit) ? unit : `${unit}.service`);

/** A start is waited for so long; some units say for many minutes that they begin. */
const looks = 300;

/**
 * Starts units and waits for the jobs of that. A rule of sudo may allow the plain words alone, which then wait by
 * themselves.
 */
function startScript(systemctl: string, prefix: string, names: readonly string[], isWaitedFor: boolean): string {
  const units = names.map(quote).join(' ');
  const start = `{ ${prefix}${systemctl} start --no-block ${units} 2>/dev/null || ${prefix}${systemctl} start ${units} 2>&1; } || exit 1`;
  if (!isWaitedFor) return start;
  return `${start}
n=0
while [ $n -lt ${String(looks)} ] && [ -n "$(${systemctl} list-jobs --no-legend --no-pager -- ${names.map(jobName).join(' ')} 2>/dev/null)" ]; do
  sleep 0.2 2>/dev/null || sleep 1
  n=$((n + 1))
done`;
}

/** Takes the mask away, and puts the unit, and those that stopped along, into the state that they had. */
export async function rejoin(order: RemedyOrder, remote: Remote, handle: Seen): Promise<Proof> {
  const [unit, prefix, systemctl] = [quote(unitOf(order)), prefixOf(order), systemctlOf(order.steps)];
  const wasStarting = handle['active'] === 'activating';
  const others = (handle['dependents'] ?? '').split(' ').filter((name) => name !== '');
  const script = [
    `${prefix}${systemctl} unmask${maskScope(order)} ${unit} 2>&1 || exit 1`,
    ...(handle['unitFile'] === 'enabled' ? [`${prefix}${systemctl} enable ${unit} 2>&1 || exit 1`] : []),
    ...(handle['wasRunning'] === 'yes'
      ? [startScript(systemctl, prefix, [unitOf(order), ...others], !wasStarting)]
      : []),
  ].join('\n');
  const answer = await remote.ask(script, { deadlineMs: 90_000 });
  const { state, bootId } = await unitOnHost(order, remote);
  const text =
    state === null ? 'unit not seen' : `unit ${state.unit} is ${unitText(state)}${restartedSince(handle, bootId)}`;
  if (answer.code !== 0) return { isProved: false, text: `${text}: ${lastLine(answer)}` };
  if (state === null || state.load === 'masked') return { isProved: false, text };
  const isAsBefore = isRunning(state) && (state.active !== 'activating' || wasStarting);
  return { isProved: handle['wasRunning'] !== 'yes' || isAsBefore, text };
}
