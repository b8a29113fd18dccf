import { parseSync } from 'oxc-parser';

/** One place where a file names another module, whatever the form. `target` is null where it is computed. */
export type Import = {
  readonly target: string | null;
  readonly line: number;
  readonly form: 'import' | 're-export' | 'import()' | 'import type' | 'require';
  /** Erased before the program runs. */
  readonly isTypeOnly: boolean;
};

type Node = { readonly type: string; readonly start: number; readonly [member: string]: unknown };

/** Every module that a source names. Throws when the source cannot be parsed: an unread file proves nothing. */
export function importsOf(fileName: string, source: string): readonly Import[] {
  const { program, errors } = parseSync(fileName, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${fileName} cannot be parsed: ${error.message}`);
  const nodes = [...nodesIn(program)];
  const requires = namesOfRequire(nodes);
  return nodes.flatMap((node) => {
    const found = importIn(node, requires);
    return found === null ? [] : [{ ...found, line: source.slice(0, node.start).split('\n').length }];
  });
}

function importIn(node: Node, requires: ReadonlySet<string>): Omit<Import, 'line'> | null {
  switch (node.type) {
    case 'ImportDeclaration':
      return { target: textOf(node['source']), form: 'import', isTypeOnly: node['importKind'] === 'type' };
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (!isNode(node['source'])) return null;
      return { target: textOf(node['source']), form: 're-export', isTypeOnly: node['exportKind'] === 'type' };
    case 'ImportExpression':
      return { target: textOf(node['source']), form: 'import()', isTypeOnly: false };
    case 'TSImportType':
      return { target: textOf(node['source'] ?? node['argument']), form: 'import type', isTypeOnly: true };
    case 'TSExternalModuleReference':
      return { target: textOf(node['expression']), form: 'require', isTypeOnly: false };
    case 'CallExpression':
      if (!isRequire(node['callee'], requires)) return null;
      return { target: textOf((node['arguments'] as unknown[])[0]), form: 'require', isTypeOnly: false };
    default:
      return null;
  }
}

/** `require` itself, whatever `createRequire()` was called, and each one's `resolve`. */
function isRequire(callee: unknown, requires: ReadonlySet<string>): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === 'Identifier') return requires.has(String(callee['name']));
  if (callee.type === 'CallExpression') return isCreateRequire(callee);
  return (
    callee.type === 'MemberExpression' &&
    isRequire(callee['object'], requires) &&
    nameOf(callee['property']) === 'resolve'
  );
}

function namesOfRequire(nodes: readonly Node[]): ReadonlySet<string> {
  const made = nodes
    .filter((node) => node.type === 'VariableDeclarator' && isNode(node['init']) && isCreateRequire(node['init']))
    .map((node) => nameOf(node['id']));
  return new Set(['require', ...made]);
}

function isCreateRequire(node: Node): boolean {
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return false;
  const { callee } = node;
  return nameOf(callee.type === 'MemberExpression' ? callee['property'] : callee) === 'createRequire';
}

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const element of value) yield* nodesIn(element);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) yield value;
    for (const member of Object.values(value)) yield* nodesIn(member);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : '';
}

/** The text of a literal or of a template without holes; null for anything that is computed. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null;
  if (node.type === 'TSLiteralType') return textOf(node['literal']);
  if (node.type !== 'TemplateLiteral' || (node['expressions'] as unknown[]).length > 0) return null;
  const [quasi] = node['quasis'] as { readonly value: { readonly cooked: string } }[];
  return quasi?.value.cooked ?? null;
}
