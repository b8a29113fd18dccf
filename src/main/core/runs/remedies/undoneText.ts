const files = (amount: number, one: string, many: string): string =>
  amount === 1 ? `1 file ${one}` : `${String(amount)} files ${many}`;

/** `1 file is`, `3 files are`. */
export const filesAre = (amount: number): string => files(amount, 'is', 'are');

/** What taking back a restored backup did, by the counts of its capture and what its script said; nothing of zero files. */
export function undoneText(handle: Readonly<Record<string, string>>, said: string): string {
  const [overwritten, added] = [Number(handle['overwritten'] ?? 0), Number(handle['added'] ?? 0)];
  const [, changed = '0', archive = ''] = /^newer (\d+) (\S+)$/m.exec(said) ?? [];
  const done = [
    overwritten > 0 ? `${filesAre(overwritten)} as before` : null,
    added > 0 ? `${filesAre(added)} removed again` : null,
  ].filter((one) => one !== null);
  const counts = done.length === 0 ? 'there was nothing to bring back' : done.join(', ');
  if (changed === '0') return counts;
  return `${counts}; ${files(Number(changed), 'was changed since and is', 'were changed since and are')} kept in ${archive}`;
}
