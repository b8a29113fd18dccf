import type { Finding } from './run.ts';

type Found = { readonly findings: readonly Finding[]; readonly standing: readonly string[] | null };

/**
 * The findings of a run after it found more: one told again replaces the earlier one of its id; one that does not stand
 * any more is gone.
 */
export function findingsAfter(known: readonly Finding[], { findings, standing }: Found): readonly Finding[] {
  const told = new Set(findings.map((finding) => finding.id));
  const all = [...known.filter((finding) => !told.has(finding.id)), ...findings];
  if (standing === null) return all;
  const byId = new Map(all.map((finding) => [finding.id, finding]));
  return standing.flatMap((id) => byId.get(id) ?? []);
}
