import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const timedListSchema = z.strictObject({
  /** Empty where the document gives none. */
  title: z.string(),
  minutes: z.tuple([z.number(), z.number()]).optional(),
  steps: z.array(z.string()),
});

/** What a person reads out of a document, written down before the reader saw it. Absent parts: there is nothing. */
const expectedSchema = z.strictObject({
  /** Label, rank, and response: minutes, `nextBusinessDay`, or null for none. */
  levels: z.array(z.tuple([z.string(), z.number(), z.string().nullable()])).default([]),
  commands: z.array(z.string()).default([]),
  phases: z.array(timedListSchema).default([]),
  followUps: z.array(timedListSchema).default([]),
  templates: z.array(z.strictObject({ subject: z.string(), placeholders: z.array(z.string()) })).default([]),
  escalation: z.array(z.string()).default([]),
});
export type Expected = z.infer<typeof expectedSchema>;

export type CorpusDocument = { readonly name: string; readonly text: string; readonly expected: Expected };

const folder = path.join(import.meta.dirname, 'fixtures');

/** All documents of the corpus with what a person reads out of each. */
export async function readerCorpus(): Promise<CorpusDocument[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const json: unknown = JSON.parse(
        await readFile(path.join(folder, name.replace(/\.md$/, '.expected.json')), 'utf8'),
      );
      return { name, text, expected: expectedSchema.parse(json) };
    }),
  );
}
