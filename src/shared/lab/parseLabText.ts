import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssue } from './describeIssue.ts';
import { withoutEmpty } from './emptyLists.ts';
import { labFileSchema, type LabFile, type LabProblem } from './labFile.ts';
import { labReferences } from './labReferences.ts';

/** `lab` is null while there is any problem; problems are in the order of the text. */
export type ParsedLab = { readonly lab: LabFile | null; readonly problems: readonly LabProblem[] };

type Path = readonly PropertyKey[];
type Mistake = { readonly path: Path; readonly key?: string | null; readonly message: string; readonly mend: string };
/** Gives a mistake its place in the text. */
type Place = (mistake: Mistake) => LabProblem;

function startOf(node: unknown): number | null {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) && node.range ? node.range[0] : null;
}

/** Finds where a path of the data stands in the text: the value, else the nearest thing above it that exists. */
function placeIn(document: Document, lines: LineCounter, file: string): Place {
  const offsetOf = (path: Path, key: string | null) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const pair = isMap(node)
        ? node.items.find((item) => key !== null && isScalar(item.key) && item.key.value === key)
        : undefined;
      const offset = startOf(pair) ?? startOf(node);
      if (offset !== null) return offset;
    }
    return 0;
  };
  return ({ path, key, message, mend }) => {
    const { line, col } = lines.linePos(offsetOf(path, key ?? null));
    return { file, line: Math.max(1, line), column: Math.max(1, col), message, mend };
  };
}

function syntaxProblems(document: Document, lines: LineCounter, file: string): readonly LabProblem[] {
  return document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    const mend =
      error.code === 'DUPLICATE_KEY'
        ? 'Keep one of the two, or merge them.'
        : error.code === 'TAB_AS_INDENT'
          ? 'Indent with spaces: YAML knows no tabs.'
          : 'Look at this line and the one above: indentation, colons, quotes and brackets.';
    return { file, line: Math.max(1, line), column: Math.max(1, col), message: error.message, mend };
  });
}

/** The data of the document; aliases that would grow without end are a problem like any other. */
function rawOf(document: Document, file: string): { readonly raw: unknown } | { readonly problem: LabProblem } {
  try {
    return { raw: withoutEmpty(document.toJS({ maxAliasCount: 100 })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: { file, line: 1, column: 1, message, mend: 'Write the values out instead of using aliases.' } };
  }
}

const inOrder = (problems: readonly LabProblem[]) =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

function mistakes(error: z.ZodError, raw: unknown): readonly Mistake[] {
  return error.issues.flatMap((issue) =>
    describeIssue(issue, raw).map(({ message, mend, key }) => ({ path: issue.path, key, message, mend })),
  );
}

/** Reads and validates the text of `lab.yaml`. Never throws: whatever is wrong comes back as problems with their places. */
export function parseLabText(text: string, file: string): ParsedLab {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', merge: true });
  if (document.errors.length > 0) return { lab: null, problems: inOrder(syntaxProblems(document, lines, file)) };
  const read = rawOf(document, file);
  if ('problem' in read) return { lab: null, problems: [read.problem] };
  const { raw } = read;
  if (raw === null || raw === undefined) {
    const mend = 'Write `version: 1`, then hosts and services.';
    return { lab: null, problems: [{ file, line: 1, column: 1, message: 'The file is empty', mend }] };
  }
  const place = placeIn(document, lines, file);
  const parsed = labFileSchema.safeParse(raw);
  const found: readonly Mistake[] = parsed.success ? labReferences(parsed.data) : mistakes(parsed.error, raw);
  return { lab: parsed.success && found.length === 0 ? parsed.data : null, problems: inOrder(found.map(place)) };
}
