import type { MessageTemplate } from '../runbook/runbook.ts';
import { factText } from './factText.ts';
import { findSlots, type Slot } from './findSlots.ts';
import { meaningOf } from './meaningOf.ts';
import type { MessageField } from './message.ts';
import type { MessageFacts } from './messageFacts.ts';

type Where = 'subject' | 'body';
export type Texts = { readonly subject: string; readonly body: string };
export type Filled = Texts & { readonly fields: readonly MessageField[] };
type Template = Pick<MessageTemplate, 'subject' | 'body' | 'placeholders'>;
/** Which field a slot belongs to. */
type Naming = (slot: Slot, where: Where) => string;

/** Words that mean something else under each label, so that each place is asked for by itself. */
const isGeneric = (placeholder: string) =>
  /^(name|text|value|description|details?|tbd|x+|\.+|if (identified|known|applicable|needed|available))$/i.test(
    placeholder.trim(),
  );

function senseOf(slot: Slot, where: Where, incidentId: string): string {
  const meaning = meaningOf(slot, where, incidentId);
  return meaning ?? (isGeneric(slot.placeholder) ? `under ${slot.label}` : 'as named');
}

const slotsOf = (texts: Texts, placeholders: readonly string[]) =>
  (['subject', 'body'] as const).flatMap((where) =>
    findSlots(texts[where], placeholders).map((slot) => ({ slot, where })),
  );

/**
 * A placeholder used twice is one field, unless it asks for different things in different places (`{timestamp}` of the
 * id and of the start): then each is named with its label, `timestamp (Started)`.
 */
export function namingOf(template: Template, incidentId: string): Naming {
  const names = new Map<string, Map<string, string>>();
  for (const { slot, where } of slotsOf(template, template.placeholders)) {
    const senses = names.get(slot.placeholder) ?? new Map<string, string>();
    const sense = senseOf(slot, where, incidentId);
    if (!senses.has(sense)) senses.set(sense, slot.label === '' ? where : slot.label);
    names.set(slot.placeholder, senses);
  }
  return (slot, where) => {
    const senses = names.get(slot.placeholder);
    if (senses === undefined || senses.size < 2) return slot.placeholder;
    const label = senses.get(senseOf(slot, where, incidentId));
    return label === undefined ? slot.placeholder : `${slot.placeholder} (${label})`;
  };
}

/** Each field of a template once, in order, filled from the facts where they know it. */
export function fieldsOf(template: Template, facts: MessageFacts): readonly MessageField[] {
  const name = namingOf(template, facts.incident.id);
  const fields = new Map<string, MessageField>();
  for (const { slot, where } of slotsOf(template, template.placeholders)) {
    const placeholder = name(slot, where);
    if (fields.has(placeholder)) continue;
    const meaning = meaningOf(slot, where, facts.incident.id);
    const text = meaning === null ? null : factText(meaning, slot, facts);
    fields.set(
      placeholder,
      text === null
        ? { placeholder, value: '', source: 'missing', origin: 'not known to the incident' }
        : { placeholder, value: text.value, source: 'incident', origin: text.origin },
    );
  }
  return [...fields.values()];
}

const oneLine = (text: string) => text.replaceAll(/\s*[\r\n]+\s*(?:- )?/g, ', ').trim();

/** A struck field takes its line along where nothing else is said there, and the heading that only it stood under. */
function struckOut(text: string, slot: Slot): readonly [number, number] {
  const lineStart = text.lastIndexOf('\n', slot.start - 1) + 1;
  const newline = text.indexOf('\n', slot.end);
  const lineEnd = newline === -1 ? text.length : newline + 1;
  const around = text.slice(lineStart, slot.start) + text.slice(slot.end, lineEnd);
  if (around.trim() !== '' && !/^[^:]*:\s*$/.test(around)) return [slot.start, slot.end];
  if (around.trim() !== '' || slot.label === '') return [lineStart, lineEnd];
  const above = /[^\n]*\S[^\n]*\n\s*$/.exec(text.slice(0, lineStart));
  const blank = /^\s*\n/.exec(text.slice(lineEnd))?.[0].length ?? 0;
  return [above?.index ?? lineStart, lineEnd + blank];
}

function replaced(
  text: string,
  where: Where,
  placeholders: readonly string[],
  fields: readonly MessageField[],
  name: Naming,
): string {
  const byName = new Map(fields.map((field) => [field.placeholder, field]));
  return findSlots(text, placeholders).reduceRight((result, slot) => {
    const field = byName.get(name(slot, where));
    if (field === undefined || field.source === 'missing') return result;
    if (field.source === 'struck' && where === 'body') {
      const [from, to] = struckOut(result, slot);
      return result.slice(0, from) + result.slice(to);
    }
    const value = where === 'subject' ? oneLine(field.value) : field.value;
    return result.slice(0, slot.start) + value + result.slice(slot.end);
  }, text);
}

/** Puts the values of fields into texts; what is missing stays as the template writes it. */
export function render(texts: Texts, template: Template, fields: readonly MessageField[], incidentId: string): Texts {
  const name = namingOf(template, incidentId);
  return {
    subject: replaced(texts.subject, 'subject', template.placeholders, fields, name)
      .replaceAll(/\s*[\r\n]+\s*/g, ' ')
      .trim(),
    body: replaced(texts.body, 'body', template.placeholders, fields, name),
  };
}

/** Fields that still stand as placeholders in the text: they block sending. */
export function namesLeftIn(texts: Texts, template: Template, incidentId: string): ReadonlySet<string> {
  const name = namingOf(template, incidentId);
  return new Set(slotsOf(texts, template.placeholders).map(({ slot, where }) => name(slot, where)));
}

/** A message from a template and an incident: fields by the meaning of their words, the rest marked `missing`. */
export function fillTemplate(template: Template, facts: MessageFacts): Filled {
  const fields = fieldsOf(template, facts);
  return { ...render(template, template, fields, facts.incident.id), fields };
}
