import type { Incident } from '#shared/incident/incident.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { serviceCheckId } from '#shared/lab/serviceChecksFrom.ts';
import { type CheckTarget, checkTargets } from '#shared/lab/targets.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { noResource, unitResource } from '#shared/run/resources.ts';
import type { Effect, PlannedStep, RunPlan, Verification } from '#shared/run/run.ts';
import { boundedCommand } from '#shared/runbook/bounded/boundedCommand.ts';
import { effectOf } from '#shared/runbook/effect/effectOf.ts';
import type { Runbook, RunbookAction } from '#shared/runbook/runbook.ts';
import { folderOfStep } from '#shared/runbook/shell/lacksFolder.ts';
import { fillText, fillVariables, type Filled, withValues } from '#shared/runbook/variables.ts';
import type { Alert } from '#shared/alert/alert.ts';
import { remedyNamed } from './remedies/remedies.ts';

export const recoveryWindowMs = 60_000;

export type PlanRequest = {
  readonly runId: string;
  readonly runbook: Runbook;
  readonly action: RunbookAction;
  readonly values: Readonly<Record<string, string>>;
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly incident: Incident | null;
  /** Alerts of the incident, by id. */
  readonly alerts: Readonly<Record<string, Alert>>;
  readonly lab: LabFile;
  readonly keepUntilAt: number;
  /** Where a person said that the commands run; null while nobody has. */
  readonly folder: string | null;
  readonly nowAt: number;
};

function taken(filled: Filled): string {
  if (filled.kind === 'filled') return filled.text;
  throw new RequestError(
    'INVALID',
    filled.reasons.join(' '),
    'Set the variables of the service in lab.yaml, then try again.',
  );
}

/** What cannot be run as it is written is refused before anything is planned. */
function checkRunnable(action: RunbookAction): void {
  const undeclared = action.undeclared ?? [];
  if (undeclared.length > 0)
    throw new RequestError(
      'INVALID',
      `"${action.title}" has places that nobody filled in: ${undeclared.join(', ')}`,
      'Declare them as variables in the front matter of the runbook.',
    );
}

function filledSteps({ runbook, action, values, folder }: PlanRequest): readonly PlannedStep[] {
  const title = withValues(action.title, values, runbook.variables);
  const place = (step: RunbookAction['steps'][number]) =>
    folder === null ? step.cwd : folderOfStep(step, folder, runbook.variables);
  const placed = action.steps.map((step) => ({ ...step, cwd: place(step) }));

  return placed.map((step, index) => ({
    title: action.steps.length > 1 ? `${title} (${String(index + 1)} of ${String(action.steps.length)})` : title,
    // Shown as it will run: what would go on for ever is made to end.
    command: boundedCommand(taken(fillVariables(step.command, values, runbook.variables))),
    cwd: step.cwd === null ? null : taken(fillText(step.cwd, values, runbook.variables)),
    timeoutMs: action.timeoutMs,
  }));
}

/**
 * What was proved to read as written must be proved again with its values in place; what the runbook's author declared
 * to read stays theirs to declare.
 */
function effectOfFilled(action: RunbookAction, steps: readonly PlannedStep[]): Effect {
  if (action.effect !== 'reads') return action.effect;
  const effects = new Set(
    steps.map(({ command }, index) => {
      const wasProved = effectOf(action.steps[index]?.command ?? '').effect === 'reads';
      return wasProved ? effectOf(command).effect : 'reads';
    }),
  );
  if (effects.has('destroys')) return 'destroys';
  return effects.has('changes') ? 'changes' : 'reads';
}

/** The checks that fired and still stand, on this host, worst news first; then those that the action promises. */
function verificationOf(request: PlanRequest, resource: string): Verification | null {
  const { action, incident, alerts, hostId, serviceId, lab } = request;
  const targets = checkTargets(lab).filter((target) => target.hostId === hostId);
  const known = new Set(targets.map((target) => target.check.id));
  const fired = (incident?.alertIds ?? []).flatMap((id) => {
    const alert = alerts[id];
    return alert !== undefined && alert.ended === null && alert.source.kind === 'check' ? [alert.source.checkId] : [];
  });
  const promised = action.verify.flatMap((id) => (serviceId === null ? [id] : [serviceCheckId(serviceId, id), id]));
  const ofUnit = targets.filter((target) => isOfUnit(target, resource, request)).map((target) => target.check.id);
  const checkIds = [...new Set([...fired, ...promised, ...ofUnit])].filter((id) => known.has(id));
  return checkIds.length === 0 ? null : { checkIds, windowMs: recoveryWindowMs };
}

function isOfUnit(
  { check, serviceId }: CheckTarget,
  resource: string,
  { values, runbook, serviceId: ours }: PlanRequest,
): boolean {
  if (check.kind !== 'systemd-unit' || !resource.startsWith('unit:')) return false;
  const unit =
    serviceId === ours ? fillText(check.unit, values, runbook.variables) : { kind: 'filled', text: check.unit };
  return 'text' in unit && unitResource(unit.text) === resource;
}

/** The remedy that the runbook names; a plain `git reset --hard COMMIT` in a known folder has its way back too. */
function remedyOf(action: RunbookAction, steps: readonly PlannedStep[]): RunbookAction['remedy'] {
  if (action.remedy !== null) return action.remedy;
  for (const { command, cwd } of steps) {
    const commit = /^\s*(?:sudo\s+)?git\s+reset\s+--hard\s+(\S+)\s*$/.exec(command)?.[1];
    if (commit !== undefined && commit !== 'HEAD' && cwd !== null)
      return { kind: 'roll-back', options: { root: cwd, commit } };
  }
  return null;
}

/**
 * The plan of an action on a host: commands with their variables filled in, what proves it, what it holds, and its way
 * back. Throws `RequestError` INVALID where something is missing.
 */
export function planRun(request: PlanRequest): RunPlan {
  const { action, runbook, values } = request;
  checkRunnable(action);
  const steps = filledSteps(request);
  const effect = effectOfFilled(action, steps);
  const consent = effect === action.effect ? action.consent : 'confirm';
  const title = withValues(action.title, values, runbook.variables);
  const base = { title, effect, consent, ...(action.needsCwd ? { folder: request.folder } : {}) };
  if (effect === 'reads') {
    const wayBack = { kind: 'none', why: 'It only looks.' } as const;
    return { ...base, consent: 'none', steps: [...steps], verification: null, resource: noResource, wayBack };
  }
  const wanted = remedyOf(action, steps);
  const remedy = wanted === null ? null : remedyNamed(wanted.kind);
  const own = action.resource === undefined ? 'host' : taken(fillText(action.resource, values, runbook.variables));
  if (wanted === null || remedy === null) {
    const wayBack = {
      kind: 'none',
      why: 'These commands are the runbook’s own: Sitrep knows no way back from them.',
    } as const;
    return { ...base, steps: [...steps], verification: verificationOf(request, own), resource: own, wayBack };
  }
  const options = Object.fromEntries(
    Object.entries(wanted.options).map(([key, text]) => [key, taken(fillText(text, values, runbook.variables))]),
  );
  const { runId, keepUntilAt, nowAt } = request;
  const typed = remedy.plan({ runId, options, steps, timeoutMs: action.timeoutMs, keepUntilAt, nowAt });
  const resource = action.resource === undefined ? typed.resource : own;
  return {
    ...base,
    steps: [...typed.steps],
    verification: remedy.isOwnProofAll === true ? null : verificationOf(request, resource),
    resource,
    wayBack: typed.wayBack,
    remedy: { kind: remedy.kind, options },
  };
}
