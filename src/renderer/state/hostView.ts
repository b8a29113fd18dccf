import type { ConnectionState } from '#shared/host/connection.ts';
import type { HostLive, LiveView } from '#shared/host/liveView.ts';
import type { Host, LabFile } from '#shared/lab/labFile.ts';
import { type CheckTarget, checkTargets } from '#shared/lab/targets.ts';
import {
  type CheckView,
  checkView,
  compareChecks,
  isFailing,
  speaksForItself,
  type ViewState,
  worstFirst,
} from './checkView.ts';

/** One host as lists show it. */
export type HostView = {
  readonly host: Host;
  readonly name: string;
  readonly state: ViewState;
  readonly isSoft: boolean;
  /** What there is to say of it: failing checks, or why it is not seen. */
  readonly text: string;
  readonly sinceAt: number | null;
  /** The newest observation of it. */
  readonly seenAt: number | null;
  readonly connection: ConnectionState;
  /** Worst first. */
  readonly checks: readonly CheckView[];
  readonly failing: readonly CheckView[];
  /** What all this was told from; null before anything was. */
  readonly seen: HostLive | null;
};

/**
 * All hosts of the lab, worst first, then by name. `earlier` are the views of the same lab from before: a host of which
 * nothing new was seen keeps its view.
 */
export function hostViews(lab: LabFile, live: LiveView, earlier: readonly HostView[] = []): readonly HostView[] {
  const observed = new Map(live.hosts.map((host) => [host.hostId, host]));
  const targets = Map.groupBy(checkTargets(lab), ({ hostId }) => hostId);
  const known = new Map(earlier.map((view) => [view.host.id, view]));
  return lab.hosts
    .map((host) => {
      const [seen, before] = [observed.get(host.id) ?? null, known.get(host.id)];
      if (before !== undefined && before.seen === seen) return before;
      return hostView(host, targets.get(host.id) ?? [], seen);
    })
    .sort(compareHosts);
}

function hostView(host: Host, targets: readonly CheckTarget[], live: HostLive | null): HostView {
  const states = new Map(live?.checks.map((check) => [check.checkId, check]));
  const checks = targets.map((target) => checkView(target, states.get(target.check.id) ?? null)).sort(compareChecks);
  const connection = live?.connection ?? { kind: 'idle' };
  const failing = checks.filter(isFailing);
  const worst = failing[0];
  const seen = checks.map((check) => check.seenAt ?? 0);
  const seenAt = Math.max(0, ...seen) || null;
  const common = { host, name: host.name ?? host.id, seenAt, connection, checks, failing, seen: live };
  if (worst !== undefined) {
    const sinceAt = Math.min(...failing.map((check) => check.sinceAt ?? Number.POSITIVE_INFINITY));
    return { ...common, state: worst.state, isSoft: worst.isSoft, text: failingText(failing, checks.length), sinceAt };
  }
  const unseen = checks.find((check) => check.state === 'unobserved' || check.state === 'paused');
  if (connection.kind === 'waitingForPerson')
    return { ...common, ...quiet('unobserved', 'waits for your answer', connection.sinceAt) };
  if (connection.kind === 'failed')
    return { ...common, ...quiet('unobserved', connection.failure.text, connection.sinceAt) };
  if (checks.length === 0) return { ...common, ...quiet('unobserved', 'has no checks', null) };
  if (unseen !== undefined) return { ...common, ...quiet(unseen.state, unseenText(unseen), unseen.sinceAt) };
  return { ...common, ...quiet('ok', checks.length === 1 ? '1 check ok' : `${checks.length} checks ok`, null) };
}

function quiet(state: ViewState, text: string, sinceAt: number | null) {
  return { state, isSoft: false, text, sinceAt };
}

/** A reason alone, such as a VPN that is down, would read as if it were the host's own trouble. */
function unseenText({ state, text, seenAt }: CheckView): string {
  return state === 'unobserved' && seenAt !== null ? `not seen: ${text}` : text;
}

function failingText(failing: readonly CheckView[], total: number): string {
  const [only] = failing;
  if (failing.length === 1 && only !== undefined)
    return speaksForItself(only) ? only.text : `${only.name}: ${only.text}`;
  return `${failing.length} of ${total} checks failing`;
}

/** Orders hosts worst first: confirmed before suspected, more failing checks before fewer, then by name. */
export function compareHosts(one: HostView, other: HostView): number {
  return (
    worstFirst.indexOf(one.state) - worstFirst.indexOf(other.state) ||
    Number(one.isSoft) - Number(other.isSoft) ||
    other.failing.length - one.failing.length ||
    one.name.localeCompare(other.name)
  );
}

/** How many hosts are in each state, worst first, states without hosts left out. */
export function hostCounts(
  hosts: readonly HostView[],
): readonly { readonly state: ViewState; readonly amount: number }[] {
  return worstFirst
    .map((state) => ({ state, amount: hosts.filter((host) => host.state === state).length }))
    .filter(({ amount }) => amount > 0);
}

/** The hosts whose name, tags, services or failing checks contain every word of the filter. */
export function filterHosts(hosts: readonly HostView[], filter: string): readonly HostView[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return hosts.filter((host) => {
    const text = [
      host.name,
      host.host.id,
      host.state,
      ...(host.host.tags ?? []),
      ...host.checks.map((check) => check.name),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
