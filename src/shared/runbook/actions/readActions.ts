import type { Attributes } from '../document/attributes.ts';
import { consentFor, remediesWithWayBack, stricterConsent } from '../consent.ts';
import { effectOf } from '../effect/effectOf.ts';
import type { Effect, Consent } from '../../run/run.ts';
import { consentSchema, effectSchema } from '../../run/run.ts';
import type { Ids } from '../ids.ts';
import type { Runbook, RunbookAction } from '../runbook.ts';
import { lacksFolder } from '../shell/lacksFolder.ts';
import { withPlainPlaceholders } from '../shell/commandPlaceholders.ts';
import { parseShell } from '../shell/parseShell.ts';
import { undeclaredIn } from '../shell/undeclared.ts';
import { topicOf } from '../topics.ts';
import { variablesIn } from '../variables.ts';
import type { BlockStep } from '../shell/blockSteps.ts';
import type { CommandSource } from './commandSources.ts';
import type { Problems } from '../problems.ts';
import { checkAttributes, remedyOf } from './remedyOf.ts';
import { timeoutIn } from './timeout.ts';

type Step = RunbookAction['steps'][number];

/** Decides what each group of commands is, does and asks. */
export function readActions(
  sources: readonly CommandSource[],
  ids: Ids,
  variables: Runbook['variables'],
  problems: Problems,
): RunbookAction[] {
  const checked = new Set<Attributes['values']>();
  return sources.map((source) => {
    // Actions of one fence share its attributes, whose mistakes are told once.
    if (!checked.has(source.attributes.values)) checkAttributes(source.attributes, source.line, problems);
    checked.add(source.attributes.values);
    return actionFrom(source, ids, variables, problems);
  });
}

function actionFrom(
  source: CommandSource,
  ids: Ids,
  variables: Runbook['variables'],
  problems: Problems,
): RunbookAction {
  const { attributes } = source;
  const steps = source.steps.map((step) => stepFrom(step, attributes));
  const commands = steps.map((step) => step.command);
  checkShell(steps, problems);
  const remedy = remedyOf(attributes, commands);
  const effect = effectFrom(attributes, steps, source.line, problems);
  const undeclared = [...new Set(commands.flatMap((command) => undeclaredIn(command, variables)))];
  const resource = attributes.values['resource'];
  const texts = [
    ...commands,
    ...steps.map((step) => step.cwd ?? ''),
    ...Object.values(remedy?.options ?? {}),
    resource ?? '',
  ];
  return {
    id: ids.take(source.title, attributes.id),
    title: source.title,
    section: [...source.section.path.map(({ title }) => title), source.section.title].filter((title) => title !== ''),
    purpose: purposeOf(source, steps, effect),
    steps,
    effect,
    consent: consentFrom(
      attributes,
      consentFor(effect, commands, remedy?.kind ?? null),
      remedy?.kind ?? null,
      effect,
      source.line,
      problems,
    ),
    remedy,
    verify: (attributes.values['verify'] ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
    timeoutMs: timeoutIn(attributes.values['timeout'], effect, source.line, problems),
    ...(resource === undefined ? {} : { resource }),
    ...(undeclared.length === 0 ? {} : { undeclared }),
    needsCwd: steps.some((step) => lacksFolder(step, variables)),
    variables: [...new Set(texts.flatMap((text) => variablesIn(text, variables)))],
    line: source.line,
  };
}

/** Tells of the first command that no shell could run, such as one with a quote that is never closed. */
function checkShell(steps: readonly Step[], problems: Problems): void {
  for (const { command, line } of steps) {
    const filled = command.replaceAll(/\{\{[^{}]*\}\}/g, 'x');
    const error = parseShell(withPlainPlaceholders(filled))?.errors?.[0];
    if (error === undefined) continue;
    const message = `A shell cannot read this: ${error.message}.`;
    problems.add('warning', line, message, 'Close what is open: quotes, brackets, if with fi.');
    return;
  }
}

function stepFrom(step: BlockStep, attributes: Attributes): Step {
  const needsSudo = attributes.values['sudo'] === 'true' && !/^\s*sudo\b/.test(step.command);
  const command = needsSudo ? `sudo ${step.command}` : step.command;
  return { command, cwd: step.cwd, effect: effectOf(command).effect, line: step.line };
}

const strength: readonly Effect[] = ['reads', 'changes', 'destroys'];

/** The worst effect of the steps. The author may say that it is worse, but not that it is better than can be proved. */
function effectFrom(attributes: Attributes, steps: readonly Step[], line: number, problems: Problems): Effect {
  const proved = steps.reduce<Effect>(
    (worst, step) => (strength.indexOf(step.effect) > strength.indexOf(worst) ? step.effect : worst),
    'reads',
  );
  const written = attributes.values['effect'];
  if (written === undefined) return proved;
  const said = effectSchema.safeParse(written);
  if (!said.success) {
    problems.add(
      'error',
      line,
      `effect=${written} is no effect.`,
      'Write effect=reads, effect=changes or effect=destroys.',
    );
    return proved;
  }
  if (strength.indexOf(said.data) >= strength.indexOf(proved)) return said.data;
  problems.add(
    'warning',
    line,
    `effect=${said.data} cannot be proved; it stays ${proved}.`,
    `Leave it out or write effect=${proved}; consent=click lowers what it asks.`,
  );
  return proved;
}

/** What the author wrote, within limits: what changes asks at least a click, what destroys at least a confirmation. */
function consentFrom(
  attributes: Attributes,
  usual: Consent,
  remedyKind: string | null,
  effect: Effect,
  line: number,
  problems: Problems,
): Consent {
  const written = attributes.values['consent'];
  if (written === undefined) return usual;
  const said = consentSchema.safeParse(written);
  if (!said.success) {
    problems.add('error', line, `consent=${written} is no consent.`, 'Write consent=none, click, confirm or type.');
    return usual;
  }
  const hasWayBack = remedyKind !== null && remediesWithWayBack.has(remedyKind);
  const least: Consent = effect === 'reads' ? 'none' : effect === 'changes' ? 'click' : hasWayBack ? 'confirm' : 'type';
  const consent = stricterConsent(said.data, least);
  if (consent !== said.data)
    problems.add(
      'warning',
      line,
      `consent=${said.data} is too little for what ${effect}; it asks ${consent}.`,
      `Write consent=${consent}.`,
    );
  return consent;
}

const looks =
  /^(?:re-?)?(?:check|verify|validate|show|inspect|test|debug|review|list|look|see|view|monitor|find|confirm|examine|analy[sz]e|diagnose|measure|get|display|watch|count|prüfe|überprüfe|vérifi|comprobar|verificar)/iu;

/** Diagnostics look and remedies act: told from effect, title and heading, unless the author says it. */
function purposeOf(source: CommandSource, steps: readonly Step[], effect: Effect): RunbookAction['purpose'] {
  const written = source.attributes.values['purpose'];
  if (written === 'diagnostic' || written === 'remedy') return written;
  if (source.attributes.values['remedy'] !== undefined) return 'remedy';
  if (steps.every((step) => step.effect === 'reads')) return 'diagnostic';
  if (effect === 'destroys') return 'remedy';
  if (looks.test(source.title)) return 'diagnostic';
  return topicOf(source.section) === 'diagnosis' ? 'diagnostic' : 'remedy';
}
