import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { readerCorpus } from '#tests/bench/reader/readerCorpus.ts';
import { readings } from '#tests/bench/reader/score.ts';

const documents = await readerCorpus();

describe.each(documents)('the document $name', (document) => {
  it.each(readings(document, readRunbook(document.text)))(
    'gives its $facet as a person reads them',
    ({ missed, invented }) => {
      expect({ missed, invented }).toEqual({ missed: [], invented: [] });
    },
  );
});
