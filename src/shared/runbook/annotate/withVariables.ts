import { Document, isMap, parseDocument } from 'yaml';
import type { Proposal } from './proposals.ts';

const frontMatter = /^---[^\S\n]*\n(?<yaml>[\s\S]*?\n)?---[^\S\n]*(?:\n|$)/;

/** The document with the variables in its front matter; comments and order of what is there stay. */
export function withVariables(text: string, proposals: readonly Proposal[], cwd: string | null): string {
  const match = frontMatter.exec(text);
  const yaml = match?.groups?.['yaml'] ?? '';
  const document = yaml.trim() === '' ? new Document({}) : parseDocument(yaml);
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  for (const { name, value, pattern, description } of proposals) {
    const isNumber = /^\d+$/.test(value);
    document.setIn(
      ['variables', name],
      document.createNode({ default: isNumber ? Number(value) : value, pattern, description }),
    );
  }
  if (cwd !== null) document.set('cwd', cwd);
  const body = match === null ? `\n${text}` : text.slice(match[0].length);
  return `---\n${document.toString({ lineWidth: 0 })}---\n${body}`;
}
