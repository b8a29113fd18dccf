import type { Root } from 'mdast';
import { isAlias, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { checkDefinitionSchema } from '../check/checkDefinition.ts';
import { describeIssue } from '../lab/describeIssue.ts';
import { yamlWords } from '../lab/yamlWords.ts';
import { meant } from './meant.ts';
import { type FindingRule, type RunbookProblem, runbookVariableSchema } from './runbook.ts';

const identifier = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be made of a-z 0-9 . _ -');
const findingSchema = z.strictObject({
  id: identifier,
  action: identifier,
  pattern: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  text: z.string(),
  suggests: z.array(z.strictObject({ action: identifier, reason: z.string() })).default([]),
});

/** What may stand between the `---` lines at the top of a runbook. */
const frontMatterSchema = z.object({
  name: z.string().optional(),
  variables: z.record(z.string().regex(/^[A-Za-z_][\w-]*$/, 'must be a plain name'), runbookVariableSchema).default({}),
  cwd: z.string().optional(),
  checks: z.array(checkDefinitionSchema).default([]),
  findings: z.array(findingSchema).default([]),
});
const known = new Set(Object.keys(frontMatterSchema.shape));
/** What wikis and site generators write there; it is for them, and no mistake. */
const ofOthers = new Set(
  `title subtitle description summary date created updated lastmod last_updated author authors owner tags categories category keywords layout
  permalink slug url aliases redirect_from weight order draft published status version lang id type sidebar_label sidebar_position nav_order
  nav_title parent grand_parent has_children toc image icon hide reviewed reviewed_by last_reviewed review_date`.split(
    /\s+/,
  ),
);

export type FrontMatter = Omit<z.infer<typeof frontMatterSchema>, 'findings'> & {
  readonly findings: readonly FindingRule[];
  readonly problems: readonly RunbookProblem[];
  /** Where in the file something of the front matter stands, by its path. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

const nothing = { variables: {}, checks: [], findings: [], problems: [], lineOf: () => 1 };

/** Reads the YAML at the top of a runbook. What is not valid is reported and left out; the rest holds. */
export function readFrontMatter(root: Root): FrontMatter {
  const node = root.children[0];
  if (node?.type !== 'yaml') return nothing;
  const lineCounter = new LineCounter();
  const document = parseDocument(node.value, { lineCounter, strict: true, merge: false });
  const offset = node.position?.start.line ?? 1;
  const place = (position: number) => {
    const { line, col } = lineCounter.linePos(position);
    return { line: line + offset, column: col };
  };
  const broken = document.errors.map((error) => {
    const { message = withoutPlace(error.message), mend } = yamlWords(error);
    return problem(place(error.pos[0]), message, mend);
  });
  if (broken.length > 0) return { ...nothing, problems: broken };
  if (hasAliases(document))
    return {
      ...nothing,
      problems: [problem(place(0), 'Aliases (`*name`) are not read.', 'Write the value out where it is used.')],
    };
  const value: unknown = document.toJS();
  if (value === null) return nothing;
  const placeOf = (path: readonly PropertyKey[]) => place(positionOf(document, path));
  return { ...validated(value, placeOf), lineOf: (path) => placeOf(path).line };
}

/** The parser's own line counts from the front matter's first; ours, the file's, stands before the message. */
function withoutPlace(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '.');
}

/** Aliases can blow a small text up to any size, and no runbook needs them. */
function hasAliases(document: ReturnType<typeof parseDocument>): boolean {
  let has = false;
  visit(document, (_, node) => {
    if (isAlias(node)) has = true;
  });
  return has;
}

type Place = { readonly line: number; readonly column: number };

function problem(
  place: Place,
  message: string,
  mend: string,
  severity: RunbookProblem['severity'] = 'error',
): RunbookProblem {
  return { severity, ...place, message, mend };
}

function validated(value: unknown, placeOf: (path: readonly PropertyKey[]) => Place): Omit<FrontMatter, 'lineOf'> {
  const { value: tidy, problems } = withoutInvalid(value, placeOf);
  const parsed = frontMatterSchema.safeParse(tidy);
  if (!parsed.success) return { ...nothing, problems };
  const unknown = Object.keys(isRecord(value) ? value : {}).filter((key) => !known.has(key) && !ofOthers.has(key));
  const ignored = unknown.map((key) =>
    problem(
      placeOf([key]),
      `\`${key}\` means nothing to Sitrep here.`,
      meant(key, [...known], `Known are ${[...known].join(', ')}.`),
      'warning',
    ),
  );
  return {
    ...parsed.data,
    name: parsed.data.name ?? titleIn(value),
    findings: parsed.data.findings.map(ruleFrom),
    problems: [...problems, ...ignored],
  };
}

function titleIn(value: unknown): string | undefined {
  const title = isRecord(value) ? value['title'] : undefined;
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined;
}

function ruleFrom(finding: z.infer<typeof findingSchema>): FindingRule {
  return { ...finding, suggests: finding.suggests.map(({ action, reason }) => ({ actionId: action, reason })) };
}

/** Takes out what the schema refuses, piece by piece, and says where each piece stood. */
function withoutInvalid(
  value: unknown,
  placeOf: (path: readonly PropertyKey[]) => Place,
): { value: unknown; problems: RunbookProblem[] } {
  const result = frontMatterSchema.safeParse(value);
  if (result.success || !isRecord(value))
    return {
      value,
      problems: result.success
        ? []
        : [
            problem(
              placeOf([]),
              'The front matter is no list of names and values.',
              'Write `name: ...` lines between the two `---`.',
            ),
          ],
    };
  const problems = result.error.issues.map((issue) => {
    const { message, mend } = inWords(issue, value);
    return problem(placeOf(issue.path), message, `${mend} The rest of the front matter holds.`);
  });
  const bad = new Map<string, Set<PropertyKey>>();
  for (const { path } of result.error.issues)
    bad.set(String(path[0]), new Set([...(bad.get(String(path[0])) ?? []), path[1] ?? '']));
  const entries = Object.entries(value).flatMap(([key, part]) => {
    const inside = bad.get(key);
    if (inside === undefined) return [[key, part] as const];
    if (Array.isArray(part)) return [[key, part.filter((_, index) => !inside.has(index))] as const];
    if (isRecord(part))
      return [[key, Object.fromEntries(Object.entries(part).filter(([name]) => !inside.has(name)))] as const];
    return [];
  });
  return { value: Object.fromEntries(entries), problems };
}

/** What is wrong in plain words, for those mistakes whose words do not depend on the file. */
function inWords(issue: z.core.$ZodIssue, value: unknown): { readonly message: string; readonly mend: string } {
  const [described] = ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code)
    ? describeIssue(issue, value)
    : [];
  if (described === undefined)
    return { message: `${issue.path.join('.')}: ${issue.message}`, mend: 'Mend or remove it.' };
  const outer = issue.path.slice(0, -1).join('.');
  return { message: outer === '' ? described.message : `${outer}: ${described.message}`, mend: described.mend };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function positionOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
      return Number(node.range[0]);
  }
  return 0;
}
