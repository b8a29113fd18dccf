import { commandSources } from './actions/commandSources.ts';
import { readActions } from './actions/readActions.ts';
import { outlineOf } from './document/outline.ts';
import type { Section } from './document/block.ts';
import { parseMarkdown } from './document/parseMarkdown.ts';
import { readableText } from './document/readableText.ts';
import { unclosedIn } from './document/unclosed.ts';
import { readEscalation } from './escalation.ts';
import { readFrontMatter } from './frontMatter.ts';
import { createIds } from './ids.ts';
import { languageOf } from './language.ts';
import { readIssuePatterns } from './issuePatterns.ts';
import { readLevels } from './levels/readLevels.ts';
import { readPrevention } from './plainLists.ts';
import { createProblems } from './problems.ts';
import { checkReferences } from './references.ts';
import { reservedIds } from './reservedIds.ts';
import { readRules } from './rules.ts';
import type { Runbook } from './runbook.ts';
import { checkSlips } from './slips.ts';
import { readTemplates } from './templates.ts';
import { readTimedLists } from './timedLists.ts';
import { createUnderstanding, notUnderstoodIn } from './understanding.ts';

const leastRunbook =
  'Write at least a heading, and under it a list of steps or commands in a block that begins with ```sh.';

const nothingFound =
  'Nothing was found that Sitrep can use: no step, no command, no level, no template, nobody to escalate to.';

/**
 * What a procedures document means, annotated or plain. Never throws: what is wrong is in `problems`, what could not be
 * made sense of is in `notUnderstood`, each with its line.
 */
export function readRunbook(text: string, options: { readonly name?: string } = {}): Runbook {
  try {
    return read(text, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return tooDeep(text, options);
  }
}

/** Nothing is read out of a document that nests so deeply that no person could follow it. */
function tooDeep(text: string, options: { readonly name?: string }): Runbook {
  const lines = text.split('\n');
  const longest = lines.reduce((best, line, index) => (line.length > (lines[best]?.length ?? 0) ? index : best), 0);
  const message = 'Quotes or lists are nested too deeply to be read; nothing of the document was.';
  const problem = {
    severity: 'error',
    line: longest + 1,
    column: 1,
    message,
    mend: 'Look at this line, the longest.',
  } as const;
  return {
    ...read('', options),
    problems: [problem],
    notUnderstood: [{ line: 1, text: lines[0]?.slice(0, 200) ?? '' }],
  };
}

function read(whole: string, options: { readonly name?: string }): Runbook {
  const { text, unread } = readableText(whole);
  const root = parseMarkdown(text);
  const frontMatter = readFrontMatter(root);
  const document = outlineOf(root, text);
  const problems = createProblems(frontMatter.problems);
  const understanding = createUnderstanding();
  for (const one of unread) {
    understanding.noteLine(one.line, one.text);
    problems.add('warning', one.line, `Not read: ${one.why}.`, 'Break it up, or move it to a file of its own.');
  }
  if (text.trim() === '' && unread.length === 0) problems.add('error', 1, 'The file is empty.', leastRunbook);
  for (const { line, message, mend } of unclosedIn(text)) problems.add('warning', line, message, mend);
  const reserved = reservedIds(document);
  const stepIds = createIds(reserved);
  const levels = readLevels(document);
  understanding.add(levels.understood);
  const templates = readTemplates(document, createIds(reserved), understanding);
  checkSlips({ document, text, repeated: levels.repeated, templates }, problems);
  const escalation = readEscalation(document, understanding);
  const { phases, followUps } = readTimedLists(document, stepIds, understanding, languageOf(text));
  const issuePatterns = readIssuePatterns(document, stepIds, understanding);
  const prevention = readPrevention(document, understanding);
  const sources = commandSources(
    document,
    { cwd: frontMatter.cwd ?? null, variables: frontMatter.variables },
    understanding,
  );
  const actions = readActions(sources, createIds(reserved), frontMatter.variables, problems);
  const steps = [...phases, ...followUps]
    .flatMap((list) => list.steps)
    .concat(issuePatterns.flatMap((one) => one.points));
  checkReferences({ frontMatter, actions, steps, reservedIds: reserved }, problems);
  const rules = readRules(document, understanding);
  const parts = [levels.levels, phases, followUps, actions, issuePatterns, escalation, templates, prevention, rules];
  if (problems.all().length === 0 && parts.every((part) => part.length === 0))
    problems.add('warning', 1, nothingFound, leastRunbook);
  return {
    name: frontMatter.name ?? titleOf(document) ?? options.name ?? 'Runbook',
    variables: frontMatter.variables,
    cwd: frontMatter.cwd ?? null,
    checks: frontMatter.checks,
    findings: frontMatter.findings,
    levels: levels.levels,
    phases,
    actions,
    issuePatterns,
    escalation,
    templates,
    followUps,
    prevention,
    rules,
    notUnderstood: notUnderstoodIn(document, understanding),
    problems: problems.all(),
  };
}

function titleOf(document: Section): string | null {
  return document.children.find((section) => section.depth === 1)?.title ?? null;
}
