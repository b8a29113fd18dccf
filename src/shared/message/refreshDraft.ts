import type { MessageTemplate } from '../runbook/runbook.ts';
import { fieldsOf, fillTemplate, namesLeftIn, render, type Texts } from './fillTemplate.ts';
import { mergeEdits } from './mergeEdits.ts';
import type { Draft, MessageField } from './message.ts';
import type { MessageFacts } from './messageFacts.ts';

/** What a person changes of a draft. A field's null strikes it out; an empty value lets the incident fill it again. */
export type DraftEdit = {
  readonly to?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly fields?: Readonly<Record<string, string | null>> | undefined;
};

function editedField(field: MessageField, value: string | null | undefined): MessageField {
  if (value === undefined) return field;
  if (value === null) return { ...field, value: '', source: 'struck', origin: 'you' };
  return { ...field, value, source: 'person', origin: 'you' };
}

/** What a person decided stays; everything else is asked of the incident again. */
function nextFields(
  draft: Draft,
  fresh: readonly MessageField[],
  edits: Readonly<Record<string, string | null>>,
): readonly MessageField[] {
  const known = new Map(draft.fields.map((field) => [field.placeholder, field]));
  return fresh.map((field) => {
    const edit = edits[field.placeholder];
    if (edit === '') return field;
    const old = known.get(field.placeholder);
    const isTheirs = old !== undefined && (old.source === 'person' || old.source === 'struck');
    return editedField(isTheirs ? old : field, edit);
  });
}

/** A missing field whose place a person wrote over in the text needs no value any more. */
function settled(
  fields: readonly MessageField[],
  texts: Texts,
  template: MessageTemplate,
  incidentId: string,
): MessageField[] {
  const left = namesLeftIn(texts, template, incidentId);
  return fields.map((field) =>
    field.source === 'missing' && !left.has(field.placeholder)
      ? { ...field, source: 'person', origin: 'you, in the text' }
      : field,
  );
}

/** A new draft: fields filled from the incident, recipients as given. */
export function newDraft(parts: {
  readonly id: string;
  readonly template: MessageTemplate;
  readonly facts: MessageFacts;
  readonly to: readonly string[];
}): Draft {
  const { id, template, facts, to } = parts;
  const { subject, body, fields } = fillTemplate(template, facts);
  const incidentId = facts.incident.id;
  return {
    id,
    incidentId,
    templateId: template.id,
    title: template.title,
    to: [...to],
    subject,
    body,
    fields: [...fields],
  };
}

/**
 * The draft with fields as the incident has them now, and with a person's edits. Words that a person changed in subject
 * or body stay as they are; the rest follows the fields.
 */
export function refreshDraft(
  draft: Draft,
  template: MessageTemplate,
  facts: MessageFacts,
  edit: DraftEdit = {},
): Draft {
  const incidentId = facts.incident.id;
  const fields = nextFields(draft, fieldsOf(template, facts), edit.fields ?? {});
  const base = render(template, template, draft.fields, incidentId);
  const theirs = render(template, template, fields, incidentId);
  const merged = {
    subject: mergeEdits(edit.subject ?? draft.subject, base.subject, theirs.subject),
    body: mergeEdits(edit.body ?? draft.body, base.body, theirs.body),
  };
  const texts = render(merged, template, fields, incidentId);
  return { ...draft, ...texts, to: [...(edit.to ?? draft.to)], fields: settled(fields, texts, template, incidentId) };
}

/** Names of the fields that must be filled or struck out before the draft can go. */
export const missingFields = (draft: Draft): readonly string[] =>
  draft.fields.filter((field) => field.source === 'missing').map((field) => field.placeholder);
