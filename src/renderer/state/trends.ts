import type { LiveView } from '#shared/host/liveView.ts';

/** The last values of one measurement, oldest first. */
export type Trend = { readonly values: readonly number[]; readonly lastAt: number };
/** Trends by check id, of what this window itself has seen since it was opened. */
export type Trends = Readonly<Record<string, Trend>>;

const kept = 24;

/** The trends with the values that this live view brought; a check measured again counts once. */
export function nextTrends(previous: Trends, live: LiveView): Trends {
  const next: Record<string, Trend> = { ...previous };
  let isChanged = false;
  for (const check of live.hosts.flatMap((host) => host.checks)) {
    const value = check.last?.values[0];
    if (check.last === null || value === undefined) continue;
    const before = previous[check.checkId];
    if (before !== undefined && before.lastAt >= check.last.observedAt) continue;
    next[check.checkId] = {
      values: [...(before?.values ?? []), value.value].slice(-kept),
      lastAt: check.last.observedAt,
    };
    isChanged = true;
  }
  return isChanged ? next : previous;
}
