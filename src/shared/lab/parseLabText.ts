import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssue } from './describeIssue.ts';
import { withoutEmpty } from './emptyLists.ts';
import { labFileSchema, type LabFile, type LabProblem } from './labFile.ts';
import { labReferences, type ReferenceProblem } from './labReferences.ts';
import { aliasProblem, encodingProblem, syntaxProblems } from './syntaxProblems.ts';

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

const inOrder = (problems: readonly LabProblem[]) =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

function mistakes(error: z.ZodError, raw: unknown): readonly Mistake[] {
  return error.issues.flatMap((issue) =>
    describeIssue(issue, raw).map(({ message, mend, key }) => ({ path: issue.path, key, message, mend })),
  );
}

/**
 * Reads and validates the text of `lab.yaml`. Never throws: whatever is wrong comes back as problems with their places.
 * `further` looks at what the file alone cannot tell.
 */
export function parseLabText(
  text: string,
  file: string,
  further: (lab: LabFile) => readonly ReferenceProblem[] = () => [],
): ParsedLab {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', merge: true });
  const broken = [...encodingProblem(text, lines, file), ...syntaxProblems(document, lines, file)];
  if (broken.length > 0) return { lab: null, problems: inOrder(broken) };
  const alias = aliasProblem(document, lines, file);
  if (alias !== null) return { lab: null, problems: [alias] };
  const raw = withoutEmpty(document.toJS({ maxAliasCount: -1 }));
  if (raw === null || raw === undefined) {
    const mend = 'Write `version: 1`, then hosts and services.';
    return { lab: null, problems: [{ file, line: 1, column: 1, message: 'The file is empty', mend }] };
  }
  const place = placeIn(document, lines, file);
  const parsed = labFileSchema.safeParse(raw);
  const found: readonly Mistake[] = parsed.success
    ? [...labReferences(parsed.data), ...further(parsed.data)]
    : mistakes(parsed.error, raw);
  return { lab: parsed.success && found.length === 0 ? parsed.data : null, problems: inOrder(found.map(place)) };
}
