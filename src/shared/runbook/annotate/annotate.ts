import type { Runbook } from '../runbook.ts';
import { readRunbook } from '../readRunbook.ts';
import { proposalsFor, type Proposal } from './proposals.ts';
import { proposedChecks, unitVariable } from './proposedChecks.ts';
import { withFrontMatter } from './withFrontMatter.ts';

export type { Proposal } from './proposals.ts';

/** A plain document turned into an annotated one, and what was proposed on the way. */
export type Annotated = { readonly text: string; readonly proposals: readonly Proposal[] };

/**
 * Proposes variables for what differs from host to host (units, the root folder, ports) and puts them into the commands
 * and the front matter, with the checks that watch what the commands are about where there are none. Only lines with
 * commands are touched; all other text stays as it is.
 */
export function annotate(text: string): Annotated {
  const runbook = readRunbook(text);
  const proposals = proposalsFor(runbook).filter(({ name }) => !Object.hasOwn(runbook.variables, name));
  const checks = proposedChecks(runbook, unitVariable(runbook, proposals), (command) => replaceIn(command, proposals));
  if (proposals.length === 0 && checks.length === 0) return { text, proposals: [] };
  const replaced = withCommandsReplaced(text, runbook, proposals);
  const root = proposals.find(({ kind }) => kind === 'root');
  const cwd =
    runbook.cwd === null && root !== undefined && runbook.actions.some((action) => action.needsCwd)
      ? `{{${root.name}}}`
      : null;
  return { text: withFrontMatter(replaced, { variables: proposals, cwd, checks }), proposals };
}

function withCommandsReplaced(text: string, runbook: Runbook, proposals: readonly Proposal[]): string {
  const touched = new Set(
    runbook.actions.flatMap((action) =>
      action.steps.flatMap((step) => step.command.split('\n').map((_, index) => step.line + index)),
    ),
  );
  const folders = new Set(
    runbook.actions.flatMap((action) => action.steps.flatMap((step) => (step.cwd === null ? [] : [step.cwd]))),
  );
  return text
    .split('\n')
    .map((line, index) =>
      touched.has(index + 1) || isChangeOfFolder(line, folders) ? replaceIn(line, proposals) : line,
    )
    .join('\n');
}

function isChangeOfFolder(line: string, folders: ReadonlySet<string>): boolean {
  const target = /^\s*(?:[$#]\s+)?cd\s+(\S+)\s*$/.exec(line)?.[1];
  return target !== undefined && folders.has(target);
}

function replaceIn(line: string, proposals: readonly Proposal[]): string {
  return proposals.reduce(
    (result, proposal) =>
      result.replaceAll(proposal.occurrence, (_, before: string) => `${before}{{${proposal.name}}}`),
    line,
  );
}
