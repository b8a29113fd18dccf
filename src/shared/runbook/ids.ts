import { remembering } from './remembering.ts';

/** Gives out ids that are unique in one document: the slug of a title, or the id its author wrote. */
export type Ids = { readonly take: (title: string, explicit: string | null) => string };

/** `reserved` are the ids that authors wrote; no slug may take one of them. */
export function createIds(reserved: readonly string[]): Ids {
  const taken = new Set<string>();
  const kept = new Set(reserved);
  const counts = new Map<string, number>();
  return {
    take: (title, explicit) => {
      const isTaken = (id: string) => taken.has(id) || (kept.has(id) && id !== explicit);
      const wanted = explicit ?? slugOf(title);
      let id = wanted;
      for (let count = counts.get(wanted) ?? 2; isTaken(id); count += 1) {
        id = `${wanted}-${count}`;
        counts.set(wanted, count + 1);
      }
      taken.add(id);
      return id;
    },
  };
}

const longestSlug = 60;
const isAscii = /^[ -~]*$/;

/** A title as an id of a-z, 0-9 and hyphens that stays the same while the title does. */
export const slugOf = remembering(slugFrom);

function slugFrom(title: string): string {
  const plain = (isAscii.test(title) ? title : title.normalize('NFKD'))
    .toLowerCase()
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const letters = title.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
  if (plain.length < letters / 2) return `step-${fingerprint(title)}`;
  if (plain.length <= longestSlug) return plain;
  return plain.slice(0, longestSlug).replace(/-[^-]*$/, '');
}

/** FNV-1a in 32 bits: for titles in scripts that no slug can be made of. */
function fingerprint(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return (hash >>> 0).toString(36);
}
