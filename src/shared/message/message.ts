import { z } from 'zod';

/** Where the text of a field came from; `missing` blocks sending until it is filled or struck out. */
export const messageFieldSchema = z.strictObject({
  /** The placeholder as the template writes it, braces left out. A placeholder used twice is one field. */
  placeholder: z.string(),
  value: z.string(),
  source: z.enum(['incident', 'person', 'missing', 'struck']),
  /** Says in words what filled it: `started of the incident`, `you`. */
  origin: z.string(),
});
export type MessageField = z.infer<typeof messageFieldSchema>;

/** A message made from a template and an incident, not yet sent. Edits of the person survive a refresh of the fields. */
export const draftSchema = z.strictObject({
  id: z.string(),
  incidentId: z.string(),
  templateId: z.string(),
  title: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  body: z.string(),
  fields: z.array(messageFieldSchema),
});
export type Draft = z.infer<typeof draftSchema>;

export const messageViaSchema = z.enum(['eml', 'mailto', 'clipboard', 'smtp', 'ticket', 'statusPage']);
export type MessageVia = z.infer<typeof messageViaSchema>;
