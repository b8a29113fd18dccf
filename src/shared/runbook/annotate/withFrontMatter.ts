import { Document, isMap, parseDocument } from 'yaml';
import type { CheckDefinition } from '../../check/checkDefinition.ts';
import type { Proposal } from './proposals.ts';

/** What is put into the front matter of a document; a null folder leaves it as it is. */
export type Additions = {
  readonly variables: readonly Proposal[];
  readonly cwd: string | null;
  readonly checks: readonly CheckDefinition[];
};

const frontMatter = /^---[^\S\n]*\n(?<yaml>[\s\S]*?\n)?---[^\S\n]*(?:\n|$)/;

/** The document with more in its front matter; comments and order of what is there stay. */
export function withFrontMatter(text: string, { variables, cwd, checks }: Additions): string {
  const match = frontMatter.exec(text);
  const yaml = match?.groups?.['yaml'] ?? '';
  const document = yaml.trim() === '' ? new Document({}) : parseDocument(yaml);
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  for (const { name, value, pattern, description } of variables) {
    const isNumber = /^\d+$/.test(value);
    document.setIn(
      ['variables', name],
      document.createNode({ default: isNumber ? Number(value) : value, pattern, description }),
    );
  }
  if (cwd !== null) document.set('cwd', cwd);
  if (checks.length > 0) document.set('checks', document.createNode(checks));
  const body = match === null ? `\n${text}` : text.slice(match[0].length);
  return `---\n${document.toString({ lineWidth: 0 })}---\n${body}`;
}
