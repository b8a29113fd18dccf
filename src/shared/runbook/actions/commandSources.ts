import { assertNever } from '../../assertNever.ts';
import type { Attributes } from '../document/attributes.ts';
import { noAttributes, splitAttributes } from '../document/attributes.ts';
import type { Block, BlockOf, InlineCode, ListItem, Section, TextLine, Understandable } from '../document/block.ts';
import { allSections } from '../document/outline.ts';
import { remembering } from '../remembering.ts';
import type { Runbook } from '../runbook.ts';
import { withDefaults } from '../variables.ts';
import { commandGroups, folderFrom, type BlockStep, type CommandGroup } from '../shell/blockSteps.ts';
import { isImperative } from '../imperative.ts';
import { isInlineCommand } from '../shell/knownPrograms.ts';
import { isQuery, looksLikeShell, openLanguages, shellLanguages } from '../shell/looksLikeShell.ts';
import { usesRelativePath } from '../shell/relativePath.ts';
import { type ShellPart, shellParts } from '../shell/shellBlock.ts';
import { withoutNumber } from '../timedListFrom.ts';
import type { Understanding } from '../understanding.ts';

/** Commands that belong together, before anything is decided about them. */
export type CommandSource = {
  readonly title: string;
  readonly section: Section;
  readonly attributes: Attributes;
  readonly steps: readonly BlockStep[];
  readonly line: number;
  /** Stands in running text; a fence that holds the same command says it better. */
  readonly isInline: boolean;
};

/** The folder that the document names, and the variables that paths may be made of. */
type Folder = { readonly cwd: string | null; readonly variables: Runbook['variables'] };

/** All commands of a document in reading order: of fences, lists, tables, quotes and running text. */
export function commandSources(document: Section, folder: Folder, understanding: Understanding): CommandSource[] {
  const all = allSections(document).flatMap((section) =>
    section.blocks.flatMap((block) => ofBlock(block, section, folder, understanding, null)),
  );
  const fenced = new Set(
    all.filter((source) => !source.isInline).flatMap((source) => source.steps.map((step) => step.command)),
  );
  const seen = new Set<string>();
  return all.filter((source) => {
    if (!source.isInline) return true;
    const key = source.steps.map((step) => step.command).join('\n');
    const isNew = !fenced.has(key) && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function ofBlock(
  block: Block,
  section: Section,
  folder: Folder,
  understanding: Understanding,
  item: ListItem | null,
): CommandSource[] {
  switch (block.kind) {
    case 'code':
      return understanding.has(block) ? [] : ofCode(block, section, folder, understanding, item);
    case 'paragraph':
      return block.lines.flatMap((line) => ofText(line, section, folder, understanding));
    case 'list':
      return block.items.flatMap((one) => [
        ...ofText(one, section, folder, understanding),
        ...one.blocks.flatMap((inner) => ofBlock(inner, section, folder, understanding, one)),
      ]);
    case 'table':
      return block.rows.flatMap((row) => {
        const title = row.cells.find((cell) => cell.codes.length === 0 && cell.text !== '')?.text ?? null;
        return row.cells.flatMap((cell) => ofText(cell, section, folder, understanding, title, row));
      });
    case 'quote':
      return block.blocks.flatMap((inner) => ofBlock(inner, section, folder, understanding, item));
    case 'html':
    case 'break':
    case 'other':
      return [];
    default:
      return assertNever(block);
  }
}

function ofCode(
  block: BlockOf<'code'>,
  section: Section,
  folder: Folder,
  understanding: Understanding,
  item: ListItem | null,
): CommandSource[] {
  const isShell =
    shellLanguages.has(block.language) || (openLanguages.has(block.language) && looksLikeShell(block.value));
  if (!isShell || isQuery(block.value)) return [];
  const isSession = /console|session|terminal/.test(block.language);
  const parts = shellParts(block.value, isSession);
  const groups = commandGroups(parts, block.attributes.values['cwd'] ?? null);
  noteRemarks(block, parts, groups, understanding);
  const withSteps = groups
    .filter((group) => group.steps.length > 0)
    .map((group) => ({ ...group, steps: group.steps.map((step) => inFolder(step, folder)) }));
  if (withSteps.length === 0) return [];
  understanding.add([block, ...announced(block.intro)]);
  return withSteps.map((group, index): CommandSource => {
    const comment = group.comment === null ? null : splitAttributes(group.comment);
    const title = comment?.text ?? titleFor(block.intro, item, section, withSteps.length);
    const attributes =
      comment === null || comment.attributes === noAttributes ? ofFence(block.attributes, index) : comment.attributes;
    return {
      title: tidyTitle(title, section),
      section,
      attributes,
      steps: group.steps.map((step) => ({ ...step, line: step.line + block.firstLine })),
      line: group.line + block.firstLine,
      isInline: false,
    };
  });
}

/** Comments with no command under them, and statements of other languages, are told, not dropped. */
function noteRemarks(
  block: BlockOf<'code'>,
  parts: readonly ShellPart[],
  groups: readonly CommandGroup[],
  understanding: Understanding,
): void {
  if (groups.every((group) => group.steps.length === 0)) return;
  const foreign = parts.filter((part) => part.kind === 'foreign');
  const remarks = groups.filter((group) => group.steps.length === 0 && group.comment !== null);
  for (const { line, text } of foreign) understanding.noteLine(block.firstLine + line, text);
  for (const { line, comment } of remarks) understanding.noteLine(block.firstLine + line, `# ${comment ?? ''}`);
}

/** The document's folder counts only where a path is relative: nothing else should fail because it is missing. */
function inFolder(step: BlockStep, { cwd, variables }: Folder): BlockStep {
  if (step.cwd !== null) return cwd === null ? step : { ...step, cwd: folderFrom(cwd, step.cwd) };
  return usesRelativePath(withDefaults(step.command, variables)) ? { ...step, cwd } : step;
}

function announced(intro: TextLine | null): Understandable[] {
  return intro !== null && /[:：]$/.test(intro.text) ? [intro] : [];
}

/** The id of a fence belongs to its first action, its other attributes to all. */
function ofFence(attributes: Attributes, index: number): Attributes {
  return index === 0 ? attributes : { ...attributes, id: null };
}

function titleFor(intro: TextLine | null, item: ListItem | null, section: Section, siblings: number): string {
  const spoken = intro?.text ?? item?.text ?? '';
  if (spoken !== '' && spoken.length <= 100 && (siblings === 1 || /[:：]$/.test(spoken))) return spoken;
  return section.title;
}

function tidyTitle(title: string, section: Section): string {
  const tidy = withoutNumber(title.replaceAll('\n', ' '))
    .replace(/\s*[:：.]\s*$/, '')
    .trim();
  return tidy === '' ? section.title : tidy;
}

/** The same command is spoken of again and again. */
const stepsOfInline = remembering((command) =>
  commandGroups([{ kind: 'command', text: command, line: 0 }], null).flatMap((group) => group.steps),
);

type Spoken = Pick<TextLine, 'text' | 'codes' | 'line' | 'label'> & { readonly attributes?: Attributes };

function ofText(
  text: Spoken,
  section: Section,
  folder: Folder,
  understanding: Understanding,
  outer: string | null = null,
  source?: Understandable,
): CommandSource[] {
  const commands = text.codes.filter(
    (code) => (isInlineCommand(code.value) && !isMentioned(code)) || isBareCommand(text.text, code.value),
  );
  if (commands.length === 0) return [];
  understanding.add(source === undefined ? understandableOf(text) : [source]);
  return commands
    .map((code): CommandSource => {
      const title = commands.length === 1 ? (outer ?? titleOfText(text, code)) : titleOfText(text, code);
      const command = code.value.trim().replace(/^[$#%]\s+/, '');
      const attributes =
        commands.length === 1 && text.attributes !== undefined && text.attributes.values['tick'] === undefined
          ? text.attributes
          : noAttributes;
      const steps = stepsOfInline(command).map((step) => inFolder(step, folder));
      return {
        title: tidyTitle(title, section),
        section,
        attributes,
        steps: steps.map((step) => ({ ...step, line: text.line })),
        line: text.line,
        isInline: true,
      };
    })
    .filter((one) => one.steps.length > 0);
}

const runs =
  /(?:\b(?:run|runs|running|use|using|with|via|by|execute|try|type|enter|start|launch|see|and|or|then|check|mit|über|avec|con)|(?<colon>[:：–—-])|[?？])\s*$/iu;

const place = /\b(?:paths?|files?|locations?|folders?|director(?:y|ies))\b[^.:：]*[:：]\s*$/iu;

/** The name of a program alone, in a sentence that does not say to run it, is only spoken of; so is the place of a script. */
function isMentioned({ value, before }: InlineCode): boolean {
  if (/\s/.test(value.trim()) || before === '') return false;
  if (value.includes('/') && place.test(before)) return true;
  if (isImperative(before)) return false;
  const said = runs.exec(before);
  return said === null || (said.groups?.['colon'] !== undefined && value.includes('/'));
}

/** A line that is nothing but code with arguments is a command, also of a program that nobody knows. */
function isBareCommand(text: string, code: string): boolean {
  return text.trim() === code && /^[a-z][\w-]* (?:\S+ )*\S*[-./=]\S*/.test(code) && !/[;{}()]/.test(code);
}

function understandableOf(text: Spoken): Understandable[] {
  return 'kind' in text && (text.kind === 'line' || text.kind === 'item') ? [text as Understandable] : [];
}

/** The words around a command, without the command, if they say anything. */
function titleOfText(text: Spoken, code: InlineCode): string {
  const words = `${code.before.split(/[.;]\s/).at(-1) ?? ''} ${code.after.split(/[.;]\s/, 1)[0] ?? ''}`;
  const tidy = words
    .replaceAll(/\(\s*\)|\[\s*\]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s:–—,.-]+|[\s:–—,.-]+$/gu, '')
    .replace(/\b(?:with|using|via|by|run|running|execute|use|mit|über)$/iu, '')
    .replace(/[\s:–—,.-]+$/gu, '')
    .trim();
  if (tidy.split(' ').length >= 2 && tidy.length <= 120) return tidy;
  return text.label !== null && text.label !== code.value ? text.label : code.value;
}
