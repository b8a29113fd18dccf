import { readRunbook } from '#shared/runbook/readRunbook.ts';
import type { BenchOptions, Figure } from './figures.ts';
import { artificialTexts } from './reader/artificialTexts.ts';
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
    ...timeFigures(documents.map(({ text }) => text)),
  ];
}

const size = 100_000;

/** How long 100 kB take: of all documents after each other, and of the slowest of texts that nobody would write. */
function timeFigures(texts: readonly string[]): Figure[] {
  const ordinary = texts.join('\n\n').repeat(10).slice(0, size);
  const slowest = artificialTexts(size)
    .map(({ name, text }) => ({ name, time: timeOf(text) }))
    .reduce((worst, one) => (one.time > worst.time ? one : worst));
  console.log(`The slowest artificial text: ${slowest.name}`);
  return [
    { id: 'time-ordinary', value: timeOf(ordinary), unit: 'ms per 100 kB' },
    { id: 'time-slowest', value: slowest.time, unit: 'ms per 100 kB' },
  ];
}

/** The least of three. */
function timeOf(text: string): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      readRunbook(text);
      return performance.now() - start;
    }),
  );
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
