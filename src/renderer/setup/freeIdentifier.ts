import { identifierFrom } from '#shared/lab/identifiers.ts';
import type { LabFile } from '#shared/lab/labFile.ts';

/** An id made from a name that nothing in the lab has yet: `nas`, then `nas-2`. */
export function freeIdentifier(name: string, lab: LabFile): string {
  const taken = new Set([...lab.hosts, ...lab.services].map(({ id }) => id));
  const plain = identifierFrom(name);
  if (!taken.has(plain)) return plain;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const candidate = `${plain.slice(0, 63 - suffix.length)}${suffix}`;
    if (!taken.has(candidate)) return candidate;
  }
}
