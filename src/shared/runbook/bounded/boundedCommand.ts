import { forEachChild, type Command, type SyntaxNode, type Word } from 'unbash';
import { parseShell } from '../shell/parseShell.ts';
import { bounds } from './bounds.ts';
import type { Edit } from './edit.ts';

/**
 * The command rewritten so that it ends by itself: `top` becomes `top -b -n 1`, `tail -f` becomes `tail -n 200`. A
 * command that ends anyway comes back as it is, so the two can be compared and the change shown.
 */
export function boundedCommand(command: string): string {
  const edits: Edit[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') edits.push(...editsFor(node, command));
    forEachChild(node, visit);
  };
  const script = parseShell(command);
  if (script === null || (script.errors?.length ?? 0) > 0) return command;
  visit(script);
  return apply(command, edits);
}

function apply(command: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => b.start - a.start || b.end - a.end);
  return ordered.reduce(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    command,
  );
}

function editsFor(command: Command, text: string): readonly Edit[] {
  const words = [command.name, ...command.args].filter((word): word is Word => word?.type === 'Word');
  const start =
    words[0]?.value === 'sudo' ? words.findIndex((word, index) => index > 0 && !word.value.startsWith('-')) : 0;
  const [program, ...args] = words.slice(Math.max(0, start));
  if (program === undefined) return [];
  const name = program.value.replace(/^\/(?:usr\/)?s?bin\//, '');
  const isAlone = text.slice(program.pos, words.at(-1)?.end) === text.trim();
  return Object.hasOwn(bounds, name) ? (bounds[name]?.({ program, args, isAlone }) ?? []) : [];
}
