import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, isSeq, type Node, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { assertNever } from '#shared/assertNever.ts';
import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Host, Service } from '#shared/lab/labFile.ts';

export type LabEdit =
  | { readonly kind: 'add'; readonly list: 'hosts'; readonly item: Host }
  | { readonly kind: 'add'; readonly list: 'services'; readonly item: Service }
  | {
      readonly kind: 'addChecks';
      readonly list: 'hosts';
      readonly id: string;
      readonly checks: readonly CheckDefinition[];
    }
  | { readonly kind: 'remove'; readonly list: 'hosts' | 'services'; readonly id: string };

const writing = { lineWidth: 0, flowCollectionPadding: true } as const;
const parse = (text: string): Document => parseDocument(text, { keepSourceTokens: true });

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
const lineEnd = (text: string, offset: number) => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
};
const splice = (text: string, from: number, to: number, insert: string) =>
  text.slice(0, from) + insert + text.slice(to);
const endedLine = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** Members that are empty say nothing in the file. */
function terse(item: Host | Service): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(item).filter(([, value]) => !isEmpty(value)));
}

/** One entry of a block list, indented; checks stand one to a line. */
function entryText(item: Record<string, unknown>, indent: number): string {
  const document = parseDocument(stringify([item], writing));
  const checks = document.getIn([0, 'checks']);
  if (isSeq(checks)) for (const check of checks.items) if (isMap(check)) check.flow = true;
  return document.toString(writing).replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

const startOf = (node: unknown): number =>
  isMap(node) || isScalar(node) || isSeq(node) ? (node.range?.[0] ?? -1) : -1;

/** Where the line of an entry starts (with its dash), and where its text ends, comments on that line included. */
function linesOf(text: string, item: Node): { readonly from: number; readonly to: number } {
  const [start, end] = item.range ?? [0, 0, 0];
  const contentEnd = text.slice(0, end).trimEnd().length;
  const dash = text.lastIndexOf('-', start);
  return { from: lineStart(text, dash), to: lineEnd(text, Math.max(contentEnd, start)) };
}

function appended(text: string, list: YAMLSeq, item: Record<string, unknown>): string {
  const last = list.items.at(-1) as Node;
  const { from, to } = linesOf(text, last);
  const indent = /^ */.exec(text.slice(from))?.[0].length ?? 0;
  const isSpaced = list.items.length > 1 && /\n[ \t]*\r?\n$/.test(text.slice(0, from));
  return splice(
    text,
    to,
    to,
    `${to > 0 && text[to - 1] !== '\n' ? '\n' : ''}${isSpaced ? '\n' : ''}${entryText(item, indent)}`,
  );
}

/** Puts a value in the place of an empty one (`hosts:`, `hosts: []`), or at the end where the key is missing. */
function firstOf(text: string, document: Document, key: string, item: Record<string, unknown>): string {
  const pair = isMap(document.contents)
    ? document.contents.items.find((one) => isScalar(one.key) && one.key.value === key)
    : undefined;
  const entry = entryText(item, 2);
  if (pair === undefined) return `${endedLine(text)}\n${key}:\n${entry}`;
  const value = startOf(pair.value);
  const list = isSeq(pair.value) ? pair.value : null;
  const keyEnd = text.indexOf(':', startOf(pair.key)) + 1;
  const valueEnd = list?.range?.[1] ?? keyEnd;
  const opened = value === -1 || list === null ? text : splice(text, keyEnd, valueEnd, '');
  const at = lineEnd(opened, keyEnd);
  return splice(opened, at, at, `${at > 0 && opened[at - 1] !== '\n' ? '\n' : ''}${entry}`);
}

function withAdded(text: string, document: Document, key: string, item: Record<string, unknown>): string {
  const list = document.get(key);
  if (isSeq(list) && list.items.length > 0) return list.flow === true ? text : appended(text, list, item);
  return firstOf(text, document, key, item);
}

function withRemoved(text: string, document: Document, key: string, index: number): string {
  const list = document.get(key);
  const item = isSeq(list) ? list.items[index] : undefined;
  if (!isSeq(list) || list.flow === true || !isMap(item)) return text;
  const { from, to } = linesOf(text, item);
  const cut = splice(text, from, to, '');
  if (list.items.length > 1) return cut;
  const keyAt =
    document.contents !== null && isMap(document.contents)
      ? startOf(document.contents.items.find((one) => isScalar(one.key) && one.key.value === key)?.key)
      : -1;
  const colon = text.indexOf(':', keyAt) + 1;
  return splice(cut, colon, colon, ' []');
}

const indexOf = (document: Document, key: string, id: string): number => {
  const list = document.get(key);
  return isSeq(list) ? list.items.findIndex((item) => isMap(item) && String(item.get('id')) === id) : -1;
};

type AddChecks = Extract<LabEdit, { kind: 'addChecks' }>;

/** One line each behind the last check of the host; a list that is empty or in one line is left to the model. */
function withChecks(text: string, document: Document, { list, id, checks }: AddChecks): string {
  const known = document.getIn([list, indexOf(document, list, id), 'checks']);
  if (!isSeq(known) || known.items.length === 0 || known.flow === true) return text;
  const { from, to } = linesOf(text, known.items.at(-1) as Node);
  const indent = /^ */.exec(text.slice(from))?.[0] ?? '';
  const lines = checks.map((check) => {
    const node = new Document(check);
    if (isMap(node.contents)) node.contents.flow = true;
    return `${indent}- ${node.toString(writing)}`;
  });
  return splice(text, to, to, `${to > 0 && text[to - 1] !== '\n' ? '\n' : ''}${lines.join('')}`);
}

/** The same edit by the document model, which keeps comments too but may lay lines out anew. */
function throughModel(text: string, edit: LabEdit): string {
  const document = parseDocument(text);
  if (edit.kind === 'addChecks') {
    const at = [edit.list, indexOf(document, edit.list, edit.id), 'checks'];
    if (!isSeq(document.getIn(at))) document.setIn(at, document.createNode([]));
    for (const check of edit.checks) document.addIn(at, document.createNode(check, { flow: true }));
  } else if (edit.kind === 'remove') document.deleteIn([edit.list, indexOf(document, edit.list, edit.id)]);
  else if (isSeq(document.get(edit.list))) document.addIn([edit.list], document.createNode(terse(edit.item)));
  else document.set(edit.list, document.createNode([terse(edit.item)]));
  return document.toString(writing);
}

function spliceOf(text: string, document: Document, edit: LabEdit): string {
  switch (edit.kind) {
    case 'add':
      return withAdded(text, document, edit.list, terse(edit.item));
    case 'addChecks':
      return withChecks(text, document, edit);
    case 'remove':
      return withRemoved(text, document, edit.list, indexOf(document, edit.list, edit.id));
    default:
      return assertNever(edit);
  }
}

/**
 * The text of `lab.yaml` after an edit. Lines that the edit does not concern stay byte for byte as the person wrote
 * them; where the layout does not allow that (flow lists, anchors), the document model writes it. The text must be valid.
 */
export function editLab(text: string, edit: LabEdit): string {
  const document = parse(text);
  const meant: unknown = parseDocument(throughModel(text, edit)).toJS();
  const spliced = spliceOf(text, document, edit);
  const result = parse(spliced);
  const isMeant = result.errors.length === 0 && isDeepStrictEqual(result.toJS(), meant);
  const edited = isMeant ? spliced : throughModel(text, edit);
  return text.includes('\r\n') ? edited.replaceAll(/\r?\n/g, '\r\n') : edited;
}
