import type { CheckState } from '#shared/check/checkState.ts';
import type { LiveView } from '#shared/host/liveView.ts';
import type { TrayState } from './trayMenu.ts';

type HostState = 'critical' | 'warning' | 'unknown' | 'ok' | 'not seen';
const worstFirst: readonly HostState[] = ['critical', 'warning', 'unknown', 'not seen', 'ok'];

/** All hosts in one line, `11 hosts: 8 ok, 2 warnings, 1 not seen`, and the worst of them. */
export function hostCounts(live: LiveView): { readonly text: string; readonly worst: TrayState } {
  const states = live.hosts.map(({ checks }) => hostState(checks));
  const count = (state: HostState) => states.filter((other) => other === state).length;
  const parts = [
    part(count('critical'), 'critical', 'critical'),
    part(count('ok'), 'ok', 'ok'),
    part(count('warning'), 'warning', 'warnings'),
    part(count('unknown'), 'unknown', 'unknown'),
    part(count('not seen'), 'not seen', 'not seen'),
  ].filter((text) => text !== null);
  if (states.length === 0) return { text: 'No hosts yet', worst: 'unobserved' };
  const hosts = states.length === 1 ? '1 host' : `${states.length} hosts`;
  const worst = worstFirst.find((state) => states.includes(state)) ?? 'ok';
  return { text: `${hosts}: ${parts.join(', ')}`, worst: trayStates[worst] };
}

const trayStates: Record<HostState, TrayState> = {
  critical: 'critical',
  warning: 'warning',
  unknown: 'warning',
  ok: 'ok',
  'not seen': 'unobserved',
};

/** Confirmed problems count; a host is green only for what was seen to be green. */
function hostState(checks: readonly CheckState[]): HostState {
  const hard = new Set(checks.flatMap(({ phase }) => (phase.kind === 'hard' ? [phase.outcome] : [])));
  if (hard.has('critical')) return 'critical';
  if (hard.has('warning')) return 'warning';
  if (hard.has('unknown')) return 'unknown';
  return checks.some(({ phase }) => phase.kind === 'ok' || phase.kind === 'soft') ? 'ok' : 'not seen';
}

function part(count: number, one: string, many: string): string | null {
  if (count === 0) return null;
  return `${count} ${count === 1 ? one : many}`;
}
