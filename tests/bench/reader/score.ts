import type { Runbook, TimedList } from '#shared/runbook/runbook.ts';
import type { CorpusDocument, Expected } from './readerCorpus.ts';

export const facets = ['levels', 'commands', 'steps', 'templates', 'escalation'] as const;
export type Facet = (typeof facets)[number];

/** How one document's facet was read: what was missed, and what was found that is not there. */
export type Reading = {
  readonly document: string;
  readonly facet: Facet;
  readonly matched: number;
  readonly missed: readonly string[];
  readonly invented: readonly string[];
};

/** Compares what the reader found with what a person reads, as sets of facts. */
export function readings({ name, expected }: CorpusDocument, runbook: Runbook): Reading[] {
  const wanted = factsOfPerson(expected);
  const found = factsOfReader(runbook);
  return facets.map((facet) => {
    const wants = wanted[facet];
    const finds = found[facet];
    return {
      document: name,
      facet,
      matched: wants.filter((fact) => finds.includes(fact)).length,
      missed: wants.filter((fact) => !finds.includes(fact)),
      invented: finds.filter((fact) => !wants.includes(fact)),
    };
  });
}

type Facts = Readonly<Record<Facet, readonly string[]>>;
type Plain = {
  readonly title: string;
  readonly minutes?: readonly [number, number] | undefined;
  readonly steps: readonly string[];
};

function factsOfPerson(expected: Expected): Facts {
  return facts({
    levels: expected.levels.map(([label, rank, response]) => ({ label, rank, response: response ?? 'none' })),
    commands: expected.commands,
    phases: expected.phases,
    followUps: expected.followUps,
    templates: expected.templates,
    escalation: expected.escalation,
  });
}

function factsOfReader(runbook: Runbook): Facts {
  return facts({
    levels: runbook.levels.map(({ label, rank, response }) => ({
      label,
      rank,
      response: response === null ? 'none' : response.kind === 'within' ? String(response.minutes) : response.kind,
    })),
    commands: runbook.actions.flatMap((action) => action.steps.map((step) => step.command)),
    phases: runbook.phases.map(plainList),
    followUps: runbook.followUps.map(plainList),
    templates: runbook.templates,
    escalation: runbook.escalation.flatMap((ladder) => ladder.targets.map((target) => target.name)),
  });
}

function plainList({ title, isUntimed, fromMinutes, toMinutes, steps }: TimedList): Plain {
  return {
    title,
    minutes: isUntimed === true ? undefined : [fromMinutes, toMinutes],
    steps: steps.map((step) => step.text),
  };
}

type Read = {
  readonly levels: readonly { readonly label: string; readonly rank: number; readonly response: string }[];
  readonly commands: readonly string[];
  readonly phases: readonly Plain[];
  readonly followUps: readonly Plain[];
  readonly templates: readonly { readonly subject: string; readonly placeholders: readonly string[] }[];
  readonly escalation: readonly string[];
};

/** Every level counts for its rank and its response, every list for its span of time and each of its steps. */
function facts(read: Read): Facts {
  const unique = (list: readonly string[]) => [...new Set(list.map(tidy))];
  return {
    levels: unique(
      read.levels.flatMap(({ label, rank, response }) => [`${label} is ${rank}`, `${label} in ${response}`]),
    ),
    commands: unique(read.commands),
    steps: unique([...ofLists('phase', read.phases), ...ofLists('follow-up', read.followUps)]),
    templates: unique(
      read.templates.flatMap(({ subject, placeholders }, index) => [
        `${index} ${subject}`,
        ...placeholders.map((name) => `${index} {${name}}`),
      ]),
    ),
    escalation: unique(read.escalation),
  };
}

function ofLists(kind: string, lists: readonly Plain[]): string[] {
  return lists.flatMap(({ minutes, steps }) => [
    ...(minutes === undefined ? [] : [`${kind} of ${minutes.join(' to ')}: ${steps[0] ?? ''}`]),
    ...steps.map((step) => `${kind}: ${step}`),
  ]);
}

/** Blanks, case of the first letter and closing punctuation make no difference to a person. */
function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.:;,]+$/, '')
    .trim()
    .toLowerCase();
}
