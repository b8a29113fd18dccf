import type { Finding } from './run.ts';

/** What changed in the findings of a run, as the journal tells it. */
type FoundSince = { readonly findings: Finding[]; readonly standing: string[] };

/** What there is to tell once a run's findings are `now` and were `known`; null where nothing changed. */
export function foundSince(known: readonly Finding[], now: readonly Finding[]): FoundSince | null {
  const told = new Map(known.map((finding) => [finding.id, JSON.stringify(finding)]));
  const findings = now.filter((finding) => told.get(finding.id) !== JSON.stringify(finding));
  const standing = now.map(({ id }) => id);
  const isSameOrder = known.length === now.length && known.every(({ id }, index) => id === standing[index]);
  return findings.length === 0 && isSameOrder ? null : { findings, standing };
}
