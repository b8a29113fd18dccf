import { readRunbook } from '#shared/runbook/readRunbook.ts';
import type { BenchOptions, Figure } from './figures.ts';
import { readerCorpus } from './reader/readerCorpus.ts';
import { facets, type Reading, readings } from './reader/score.ts';

/** Recall and precision of the runbook reader over documents in the styles that procedures are found in. */
export async function bench(_options: BenchOptions): Promise<readonly Figure[]> {
  const documents = await readerCorpus();
  const all = documents.flatMap((document) => readings(document, readRunbook(document.text)));
  for (const { document, facet, missed, invented } of all) {
    for (const fact of missed) console.log(`${document}  ${facet}  missed    ${fact}`);
    for (const fact of invented) console.log(`${document}  ${facet}  invented  ${fact}`);
  }
  return [
    { id: 'documents', value: documents.length, unit: 'documents' },
    ...facets.flatMap((facet) =>
      figuresOf(
        facet,
        all.filter((reading) => reading.facet === facet),
      ),
    ),
  ];
}

function figuresOf(facet: string, of: readonly Reading[]): Figure[] {
  const matched = of.reduce((sum, reading) => sum + reading.matched, 0);
  const missed = of.reduce((sum, reading) => sum + reading.missed.length, 0);
  const invented = of.reduce((sum, reading) => sum + reading.invented.length, 0);
  return [
    { id: `recall-${facet}`, value: share(matched, missed), unit: '%' },
    { id: `precision-${facet}`, value: share(matched, invented), unit: '%' },
  ];
}

function share(matched: number, others: number): number {
  return matched + others === 0 ? 100 : (100 * matched) / (matched + others);
}
