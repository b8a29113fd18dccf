import type { LabFile } from '../lab/labFile.ts';

/**
 * The id of the host that one of these names means, the earlier name first: its id, name, alias or address, whole or
 * without the domain. Null where none does, or where a short name fits several.
 */
export function hostNamed(lab: Pick<LabFile, 'hosts'>, names: readonly string[]): string | null {
  const hosts = lab.hosts.map((host) => ({ id: host.id, names: namesOf(host).map((name) => name.toLowerCase()) }));
  for (const name of names.map((one) => one.toLowerCase())) {
    const whole = hosts.find((host) => host.names.includes(name));
    if (whole !== undefined) return whole.id;
    const short = shortOf(name);
    const fitting = hosts.filter((host) => host.names.some((known) => shortOf(known) === short));
    if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0].id;
  }
  return null;
}

function namesOf({ id, name, access }: LabFile['hosts'][number]): readonly string[] {
  const ways = access.transport === 'local' ? [] : [access.alias, access.address];
  return [id, name, ...ways].filter((one) => one !== undefined);
}

/** `nas` of `nas.lan`; addresses have no short form. */
function shortOf(name: string): string {
  return /^[\d.]+$|:/.test(name) ? name : (name.split('.')[0] ?? name);
}
