import type { Block, BlockOf, Section, TextLine } from './document/block.ts';
import { allSections, strongDepth } from './document/outline.ts';
import type { Ids } from './ids.ts';
import { messageTemplate, subjectLine, titleLine } from './messageTemplate.ts';
import { fewestWords, listedTemplates } from './listedTemplates.ts';
import { placeholdersOf } from './placeholders.ts';
import type { MessageTemplate } from './runbook.ts';
import { looksLikeShell, shellLanguages } from './shell/looksLikeShell.ts';
import { isDocumentAbout, topicOf } from './topics.ts';
import type { Understanding } from './understanding.ts';

const textLanguages = new Set([
  '',
  'text',
  'txt',
  'plaintext',
  'plain',
  'markdown',
  'md',
  'email',
  'mail',
  'eml',
  'message',
  'template',
  'html',
  'slack',
  'none',
]);

/** Messages that the document drafts: fences, quotes, or sections that begin with a subject line. */
export function readTemplates(document: Section, ids: Ids, understanding: Understanding): MessageTemplate[] {
  const taken = new Set<Section>();
  return allSections(document).flatMap((section) => {
    if (taken.has(section)) return [];
    const topic = topicOf(section);
    const isBelowTemplates = topic === 'template' || isDocumentAbout('template', section);
    const isTemplateTopic = isBelowTemplates || isMessageTitle(section.title);
    const listed = isBelowTemplates ? listedTemplates(section) : [];
    if (listed.length > 0) {
      understanding.add(listed.flatMap(({ sources }) => sources));
      return listed.map(({ title, text, line }) => messageTemplate(title, text, line, null, ids));
    }
    const spoken = spokenTemplate(section, isTemplateTopic) ?? (isBelowTemplates ? openTemplate(section) : null);
    if (spoken !== null) {
      understanding.add(spoken.blocks);
      for (const part of spoken.parts) taken.add(part);
      return [messageTemplate(section.title, spoken.text, section.line, section.attributes.id, ids)];
    }
    const isMessages = isBelowTemplates && [section, ...section.path].some(({ title }) => isMessageTitle(title));
    const standing = isMessages ? 'messages' : isTemplateTopic ? 'templates' : 'none';
    const fitting = templateBlocks(section.blocks, standing);
    understanding.add(fitting.flatMap(({ block }) => [block, ...introOf(block)]));
    return fitting.map(({ block, content, intro }) => {
      const title = fitting.length > 1 && intro !== null ? intro : section.title;
      const id = block.kind === 'code' ? block.attributes.id : null;
      return messageTemplate(
        title,
        content,
        block.line,
        id ?? (fitting.length === 1 ? section.attributes.id : null),
        ids,
      );
    });
  });
}

type Candidate = {
  readonly block: BlockOf<'code'> | BlockOf<'quote'>;
  readonly content: string;
  readonly intro: string | null;
};

function introOf(block: Block): TextLine[] {
  return (block.kind === 'code' || block.kind === 'list') && block.intro !== null ? [block.intro] : [];
}

/** Below a heading on messages any text in a fence is one, below one on templates those that leave something open. */
type Standing = 'messages' | 'templates' | 'none';

function templateBlocks(blocks: readonly Block[], standing: Standing): Candidate[] {
  return blocks.flatMap((block, index): Candidate[] => {
    if (block.kind === 'list')
      return block.items.flatMap((item) =>
        templateBlocks(item.blocks, standing).map((one) => ({ ...one, intro: one.intro ?? item.text })),
      );
    if (block.kind === 'code' && (isTemplateCode(block, standing) || hasSubject(block, blocks[index - 1]))) {
      const content = withSubject(block.value, blocks[index - 1]);
      return [{ block, content, intro: content === block.value ? tidyIntro(block.intro?.text) : null }];
    }
    if (block.kind === 'quote') {
      const content = quoted(block);
      const before = blocks[index - 1];
      const intro = before?.kind === 'paragraph' ? tidyIntro(before.lines.at(-1)?.text) : null;
      return isTemplateText(content, standing) ? [{ block, content, intro }] : [];
    }
    return [];
  });
}

/** What a quote says, without its marks. */
function quoted(block: BlockOf<'quote'>): string {
  return block.raw.replaceAll(/^[^\S\n]*>[^\S\n]?/gm, '');
}

function hasSubject(block: BlockOf<'code'>, before: Block | undefined): boolean {
  return textLanguages.has(block.language) && withSubject(block.value, before) !== block.value;
}

/** A subject that stands before the message's own block belongs to it. */
function withSubject(content: string, before: Block | undefined): string {
  const spoken = before?.kind === 'paragraph' ? subjectLine.exec(before.raw)?.[0] : undefined;
  return spoken === undefined || subjectLine.test(content) ? content : `${spoken.trim()}\n\n${content}`;
}

function tidyIntro(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/\s*[:：]\s*$/, '');
}

function isTemplateCode(block: BlockOf<'code'>, standing: Standing): boolean {
  if (shellLanguages.has(block.language) || !textLanguages.has(block.language)) return false;
  if (looksLikeShell(block.value) && !subjectLine.test(block.value)) return false;
  const isNamed = standing === 'none' && isMessageTitle(block.intro?.text ?? '');
  return (
    isTemplateText(block.value, isNamed ? 'templates' : standing) ||
    ['email', 'mail', 'eml', 'message', 'template'].includes(block.language)
  );
}

const messageTitle =
  /\b(?:message|notification|announcement|e-?mail|status (?:page )?update|update|statement|communication|notice)\b|nachricht|benachrichtigung|mitteilung|notificación|comunicación|通知/iu;

function isMessageTitle(title: string): boolean {
  return messageTitle.test(title);
}

/** A field left open, as in `Impact: ...` or `Next update:`. */
const openField =
  /^[^\S\n]*(?:[-*•][^\S\n]+)?(?:\*\*)?[\p{L}][^:：\n]{1,40}[:：](?:\*\*)?[^\S\n]*(?:\.{2,}|…|_{2,}|-)?[^\S\n]*$/gmu;

function isTemplateText(text: string, standing: Standing): boolean {
  const isTemplateTopic = standing !== 'none';
  const openFields = isTemplateTopic && (text.match(openField)?.length ?? 0) >= 2 ? 1 : 0;
  const placeholders = placeholdersOf(text).length + openFields;
  const isDiagram = /(?:-->|──|[│┌└├▼↓]|^[^\S\n]*\|[^|\n]*$)/m.test(text);
  if (isDiagram) return false;
  if (subjectLine.test(text)) return isTemplateTopic || placeholders > 0;
  const words = text.trim().split(/\s+/).length;
  if (standing === 'messages' && placeholders === 0)
    return words >= fewestWords && !/^[^\S\n]*[-*]\s+\[[ xX]?\]/m.test(text);
  return placeholders >= (isTemplateTopic ? 1 : 3) && words >= 5;
}

type Spoken = { readonly text: string; readonly blocks: readonly Block[]; readonly parts: readonly Section[] };

/** Strong text that heads the message itself. */
const isBody = /^(?:content|body|message|text|inhalt|nachricht|corps|contenu|cuerpo|contenido|conteúdo)$/iu;

/** A section of plain paragraphs of which the first says `Subject:`, or below templates one with places to fill in, is the message itself. */
function spokenTemplate(section: Section, isTemplateTopic: boolean): Spoken | null {
  const body = section.children.find((child) => child.depth === strongDepth && isBody.test(child.title));
  const first = section.blocks.findIndex(
    (block) =>
      block.kind === 'paragraph' &&
      block.lines.some((line) => subjectLine.test(line.text) || (body !== undefined && titleLine.test(line.text))),
  );
  if (first === -1 || (!isTemplateTopic && first > 0)) return null;
  const end = section.blocks.findIndex((block, index) => index > first && block.kind === 'break');
  const blocks = [...section.blocks.slice(first, end === -1 ? undefined : end), ...(body?.blocks ?? [])];
  if (blocks.some((block) => block.kind === 'code')) return null;
  const text = written(blocks).replaceAll(
    /^[^\S\n]*(?:\*\*|__)(?:message|body|text|nachricht|inhalt)\s*[:：]?(?:\*\*|__)\s*[:：]?\s*\n?/gimu,
    '',
  );
  return { text, blocks, parts: body === undefined ? [] : [body] };
}

function written(blocks: readonly Block[]): string {
  return blocks.map((block) => (block.kind === 'quote' ? quoted(block) : block.raw)).join('\n\n');
}

/** Below a heading on templates a section with places to fill in, its lines of strong text included, is a message. */
function openTemplate(section: Section): Spoken | null {
  const parts = section.children.filter((child) => child.depth === strongDepth);
  const pieces = [
    ...section.blocks.map((block) => ({ text: block.raw, blocks: [block] })),
    ...parts.flatMap((part) => [
      { text: `**${part.title}**`, blocks: [] },
      ...part.blocks.map((block) => ({ text: block.raw, blocks: [block] })),
    ]),
  ];
  const end = pieces.findIndex(({ blocks }) => blocks.some((block) => block.kind === 'break'));
  const shown = end === -1 ? pieces : pieces.slice(0, end);
  const blocks = shown.flatMap((piece) => piece.blocks);
  const isPlain =
    blocks[0]?.kind === 'paragraph' && blocks.every(({ kind }) => kind === 'paragraph' || kind === 'list');
  const text = shown.map((piece) => piece.text).join('\n\n');
  const places = placeholdersOf(text).length;
  if (isForm(section) && parts.length === 0) return { text: written(section.blocks), blocks: section.blocks, parts };
  if (section.depth < 2 || section.children.length > parts.length || !isPlain || places < 1) return null;
  const isMessage = places >= 2 || text.split(/\s+/).length >= 5;
  return isMessage && !parts.some((part) => subjectLine.test(written(part.blocks))) ? { text, blocks, parts } : null;
}

const formField =
  /^(?:status|impact|summary|what happened|next update|current (?:status|situation)|severity|auswirkung|nächste (?:aktualisierung|meldung)|zusammenfassung|statut|prochaine|estado|impacto|próxima)/iu;

/** Below a heading on templates a list of nothing but fields, such as `**Impact:** what does not work`, is a message. */
function isForm({ depth, blocks, children }: Section): boolean {
  const [block, ...others] = blocks;
  if (depth < 2 || children.length > 0 || others.length > 0 || block === undefined) return false;
  const lines = block.kind === 'list' ? block.items : block.kind === 'paragraph' ? block.lines : [];
  const labels = lines.flatMap((line) => {
    const spoken = /^([^:：]{2,40})[:：]\s*\S/u.exec(line.text)?.[1];
    const label = line.label ?? (block.kind === 'paragraph' ? spoken : undefined);
    return label !== undefined && label !== null && line.rest !== '' ? [label] : [];
  });
  return labels.length >= 3 && labels.length === lines.length && labels.some((label) => formField.test(label));
}
