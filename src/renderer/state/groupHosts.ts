import type { HostView } from './hostView.ts';

export type HostGroup = { readonly tag: string | null; readonly hosts: readonly HostView[] };

/**
 * Hosts under their first tag, in the order in which they came, so that the group of the worst host comes first; those
 * without a tag last. Each host appears once.
 */
export function groupHosts(hosts: readonly HostView[]): readonly HostGroup[] {
  const tags = [...new Set(hosts.map(firstTag))].sort((one, other) => Number(one === null) - Number(other === null));
  return tags.map((tag) => ({ tag, hosts: hosts.filter((host) => firstTag(host) === tag) }));
}

const firstTag = ({ host }: HostView): string | null => host.tags?.[0] ?? null;
