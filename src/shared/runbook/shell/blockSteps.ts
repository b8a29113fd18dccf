import { withPlainPlaceholders } from './commandPlaceholders.ts';
import { emptyScript, parseShell } from './parseShell.ts';
import type { ShellPart } from './shellBlock.ts';

/** A command as it can be run alone, with the folder that `cd` lines before it chose; relative where they say no more. */
export type BlockStep = { readonly command: string; readonly cwd: string | null; readonly line: number };

/** A comment with the commands under it. */
export type CommandGroup = {
  readonly comment: string | null;
  readonly line: number;
  readonly steps: readonly BlockStep[];
};

/** What earlier lines of the block leave behind for later ones, each of which runs in a shell of its own. */
type Carried = { readonly cwd: string | null; readonly settings: readonly Setting[] };
type Setting = { readonly text: string; readonly names: readonly string[] | null };

/** Groups commands under their comments. `cd` carries through the block, and so do variables and shell settings. */
export function commandGroups(parts: readonly ShellPart[], cwd: string | null): CommandGroup[] {
  const settings = parts.filter(
    (part) => part.kind === 'command' && carry({ cwd: null, settings: [] }, part.text) !== null,
  );
  return settings.length > mostSettings ? [asScript(parts, cwd)] : groupsOf(parts, cwd);
}

/** A block that sets more than this is a script, and runs as one. */
const mostSettings = 60;

function asScript(parts: readonly ShellPart[], cwd: string | null): CommandGroup {
  const comment = parts.find((part) => part.kind === 'comment')?.text ?? null;
  const commands = parts.filter((part) => part.kind === 'command');
  const line = commands[0]?.line ?? 0;
  return { comment, line, steps: [{ command: commands.map(({ text }) => text).join('\n'), cwd, line }] };
}

function groupsOf(parts: readonly ShellPart[], cwd: string | null): CommandGroup[] {
  const groups: { comment: string | null; line: number; steps: BlockStep[] }[] = [];
  let carried: Carried = { cwd, settings: [] };
  let previous: ShellPart | undefined;
  for (const part of parts) {
    const last = groups.at(-1);
    if (part.kind === 'foreign') continue;
    if (part.kind === 'comment') {
      if (
        previous?.kind === 'comment' &&
        last !== undefined &&
        previous.line === part.line - 1 &&
        !/^\d+[.)]\s/.test(part.text)
      )
        last.comment = `${last.comment ?? ''} ${part.text}`;
      else groups.push({ comment: part.text, line: part.line, steps: [] });
    } else {
      const next = carry(carried, part.text);
      if (next !== null) carried = next;
      else {
        if (last === undefined) groups.push({ comment: null, line: part.line, steps: [] });
        groups.at(-1)?.steps.push({ command: withSettings(part.text, carried), cwd: carried.cwd, line: part.line });
      }
    }
    previous = part;
  }
  return groups;
}

/** What a line that only sets something for the lines after it leaves behind; null for any other line. */
function carry(carried: Carried, text: string): Carried | null {
  const folder = /^cd\s+(?:--\s+)?(?:"([^"$`]+)"|'([^']+)'|([^\s;&|"'$`<>()]+))$/.exec(text.trim());
  const target = folder?.[1] ?? folder?.[2] ?? folder?.[3];
  if (target !== undefined && !target.startsWith('-')) return changeFolder(carried, target);
  if (/^cd\s+[^;&|]+$/.test(text.trim()))
    return { ...carried, settings: [...carried.settings, { text: `${text.trim()} || exit`, names: null }] };
  const names = assignedNames(text);
  return names === null ? null : { ...carried, settings: [...carried.settings, { text: text.trim(), names }] };
}

function changeFolder(carried: Carried, target: string): Carried {
  return { ...carried, cwd: carried.cwd === null ? target : folderFrom(carried.cwd, target) };
}

/** Whether a folder says where it is, wherever a command starts. */
export function isWholeFolder(folder: string): boolean {
  return /^(?:\/|~|\{\{)/.test(folder);
}

/** The folder that `cd target` leads to. */
export function folderFrom(folder: string, target: string): string {
  return isWholeFolder(target) ? target : joined(folder, target);
}

function joined(folder: string, relative: string): string {
  if (folder.length > 4_000) return folder;
  const parts = folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/') || '/';
}

/** What every statement that only sets something has; most commands need no closer look. */
const maySet = /[=(]|\b(?:export|declare|set|shopt|source|alias|umask|ulimit|unset|function)\b|(?:^|[\s;&|])\.\s/;

/** Names that `A=1` and `export A=1` set; an empty list for `set -e` and its like, which hold for all later lines. */
function assignedNames(text: string): readonly string[] | null {
  if (!maySet.test(text)) return null;
  const statements = (parseShell(withPlainPlaceholders(text)) ?? emptyScript).commands;
  const all = statements.map(({ command }) => {
    if (command.type === 'Function') return [];
    if (command.type !== 'Command') return null;
    if (command.name === undefined && command.redirects.length === 0)
      return command.prefix.flatMap((part) => (part.type === 'Assignment' ? [part.name] : []));
    if (command.name?.value === 'export' || command.name?.value === 'declare')
      return command.args.flatMap((part) => (part.type === 'Assignment' ? [part.name] : []));
    return /^(?:set|shopt|source|\.|alias|umask|ulimit|unset)$/.test(command.name?.value ?? '') ? [] : null;
  });
  const names = all.flatMap((one) => one ?? []);
  return all.length === 0 || all.includes(null) ? null : names;
}

function withSettings(command: string, { settings }: Carried): string {
  const needed = settings.filter(
    ({ names }) => names === null || names.length === 0 || names.some((name) => mentions(command, name)),
  );
  const indirect = settings.filter(
    (setting) =>
      needed.includes(setting) ||
      (setting.names ?? []).some((name) => needed.some((other) => mentions(other.text, name))),
  );
  return [...indirect.map(({ text }) => text), command].join('\n');
}

function mentions(text: string, name: string): boolean {
  return new RegExp(String.raw`\$\{?[#!]?${name}\b`).test(text);
}
