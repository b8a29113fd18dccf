import type { HostLive, LiveView } from '#shared/host/liveView.ts';

/**
 * The newer view with the objects of the older one for every host of which nothing changed: a live view comes whole,
 * and rows whose host is the same object need not be drawn again.
 */
export function keepSameHosts(older: LiveView, newer: LiveView): LiveView {
  const known = new Map(older.hosts.map((host) => [host.hostId, host]));
  return { ...newer, hosts: newer.hosts.map((host) => sameAs(host, known.get(host.hostId))) };
}

function sameAs(host: HostLive, before: HostLive | undefined): HostLive {
  return before !== undefined && isEqual(before, host) ? before : host;
}

/** Whether two values of JSON are the same. */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [entries, others] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return entries.length === others.size && entries.every(([key, value]) => isEqual(value, others.get(key)));
}
