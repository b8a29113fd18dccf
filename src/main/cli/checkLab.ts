import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findResources } from '#core/ports/findResources.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import type { ReferenceProblem } from '#shared/lab/labReferences.ts';
import { nearestWord } from '#shared/lab/nearestWord.ts';
import { parseLabText } from '#shared/lab/parseLabText.ts';
import { serviceVariables } from '#shared/lab/serviceVariables.ts';
import { variableProblems } from '#shared/lab/variableProblems.ts';
import { readTemplateFile } from '#shared/message/readTemplateFile.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { readRunbook } from '#shared/runbook/readRunbook.ts';
import { problemsOf } from './checkRunbooks.ts';
import { readInput } from './readInput.ts';
import { type Problem, report } from './report.ts';
import type { Terminal } from './runCommand.ts';

/** `sitrep lab check`: `lab.yaml` of the folder, each runbook and message template beside it, and what the one says of the others. */
export async function checkLab(folder: string, terminal: Terminal): Promise<number> {
  const file = join(folder, 'lab.yaml');
  const text = await readInput(file, terminal);
  if (text === null) return 1;
  const builtIn = await readMarkdown(join(findResources(import.meta.dirname).assetsFolder, 'runbooks'), terminal);
  const own = await readMarkdown(join(folder, 'runbooks'), terminal);
  const runbooks = new Map([...builtIn, ...own].map(([path, content]) => [basename(path, '.md'), content]));
  const problems: Problem[] = [];
  for (const problem of parseLabText(text, file, (lab) => ofServices(lab, runbooks)).problems)
    problems.push({ ...problem, severity: 'error' });
  for (const [path, content] of own) problems.push(...problemsOf(path, content));
  for (const [path, content] of await readMarkdown(join(folder, 'templates'), terminal)) {
    const template = readTemplateFile(content, basename(path, '.md'), path);
    if (template.kind === 'broken')
      for (const problem of template.problems) problems.push({ ...problem, severity: 'error' });
  }
  return report(problems, folder, terminal);
}

/** Runbooks that do not exist, and variables that neither the runbook nor the service gives a value. */
function ofServices(lab: LabFile, runbooks: ReadonlyMap<string, string>): readonly ReferenceProblem[] {
  const read = new Map<string, Runbook>();
  return lab.services.flatMap((service, index): readonly ReferenceProblem[] => {
    if (service.runbook === undefined) return [];
    const content = runbooks.get(service.runbook);
    if (content === undefined) return [noRunbook(service.runbook, index, [...runbooks.keys()])];
    const runbook = read.get(service.runbook) ?? readRunbook(content);
    read.set(service.runbook, runbook);
    return variableProblems('services', index, service.checks, serviceVariables(runbook.variables, service.variables));
  });
}

function noRunbook(name: string, index: number, known: readonly string[]): ReferenceProblem {
  const nearest = nearestWord(name, known);
  const mend =
    nearest === null ? `Put ${name}.md into runbooks/, or use a built-in one.` : `Did you mean \`${nearest}\`?`;
  return { path: ['services', index, 'runbook'], message: `There is no runbook ${name}`, mend };
}

/** By their paths; none where there is no such folder. */
async function readMarkdown(folder: string, terminal: Terminal): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for (const path of await filesIn(folder)) {
    const content = await readInput(path, terminal);
    if (content !== null) found.push([path, content]);
  }
  return found;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name))
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
