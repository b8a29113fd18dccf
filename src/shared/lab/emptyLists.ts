/** Keys that people leave empty when their last entry goes (`checks:`); empty then means none. */
const lists = new Set([
  'hosts',
  'services',
  'contacts',
  'settings',
  'channels',
  'maintenance',
  'checks',
  'tags',
  'links',
  'dependsOn',
  'variables',
]);

/** What a maintenance window names is no such list: without `hosts` it would hold for the whole lab. */
const exact = new Set(['maintenance', 'variables']);

/** Whether the members below this key must be written in full. */
export const isExact = (key: string): boolean => exact.has(key);

/** Whether this key may be left empty. */
export const mayBeEmpty = (key: string): boolean => lists.has(key);

/** The data without the members that were left empty. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, member]) => member !== null || !mayBeEmpty(key));
  return Object.fromEntries(entries.map(([key, member]) => [key, isExact(key) ? member : withoutEmpty(member)]));
}
