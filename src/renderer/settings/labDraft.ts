import { z } from 'zod';
import { parseJson } from '#shared/parseJson.ts';

const key = 'sitrep.labDraft';

/** A text of lab.yaml that somebody works on, and the text on disk that it began from. */
const labDraftSchema = z.strictObject({ text: z.string(), base: z.string(), baseHash: z.string() });
export type LabDraft = z.infer<typeof labDraftSchema>;

/** The draft that was left unsaved in this window, also after another screen or a reload; null where there is none. */
export function keptLabDraft(): LabDraft | null {
  const kept = sessionStorage.getItem(key);
  if (kept === null) return null;
  const draft = labDraftSchema.safeParse(parseJson(kept));
  return draft.success ? draft.data : null;
}

/** Keeps a draft for as long as this window lives; null forgets it. */
export function keepLabDraft(draft: LabDraft | null): void {
  if (draft === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(draft));
}
