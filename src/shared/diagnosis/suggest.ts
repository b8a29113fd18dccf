import type { Finding } from '../run/run.ts';
import type { RunbookAction } from '../runbook/runbook.ts';
import type { Clue, Need } from './clue.ts';
import { mountOf } from './read/mounts.ts';
import { bareUnit } from './unitName.ts';
import { type Trait, traitsOf, unitsOf } from './traits.ts';

/** Kinds that only act on the unit that they name. */
const ofUnit = new Set(['restart-unit', 'start-unit', 'reset-unit', 'isolate', 'rejoin', 'pause-timer']);
/** Kinds that are more than a restart, although they restart the unit in the end. */
const weighty = new Set([
  'restore-backup',
  'roll-back',
  'free-port',
  'set-aside',
  'set-aside-drop-ins',
  'repair-permissions',
  'renew-certificate',
  'remount',
  'isolate',
  'pause-timer',
  'clear-temporary-data',
  'prune-repositories',
]);

/** Whether a path lies in what an action touches; `*` in the action's own words stands for anything. */
function covers(paths: readonly string[], path: string): boolean {
  return paths.some((one) => {
    const start = one.split('*')[0] ?? '';
    return (
      start !== '' && (path === one || path.startsWith(one.includes('*') ? start : `${start.replace(/\/$/, '')}/`))
    );
  });
}

/** Whether any of the paths lies on the file system; what is not known to lie elsewhere may. */
const liesOn = ({ mount, mounts }: NonNullable<Need['on']>, paths: readonly string[]): boolean =>
  paths.length === 0 || paths.some((path) => !path.startsWith('/') || mountOf(path, mounts) === mount);

/** Whether an action does what is needed, to the thing that is concerned, and touches no other unit. */
function fits(need: Need, action: RunbookAction, concerned: string | null): boolean {
  if (action.purpose === 'diagnostic' || !isFilled(action)) return false;
  const traits = traitsOf(action);
  const trait = traits.find(({ kind }) => kind === need.kind);
  if (trait === undefined || isMoreThan(need.kind, traits)) return false;
  const unit = need.unit ?? concerned;
  const touched = unitsOf(traits);
  if (unit !== null && touched.some((name) => name !== bareUnit(unit) && !isHelper(need.kind))) return false;
  if (ofUnit.has(need.kind) && need.unit !== undefined && !touched.includes(bareUnit(need.unit))) return false;
  if (need.on !== undefined && !liesOn(need.on, trait.paths)) return false;
  return need.path === undefined || trait.paths.length === 0 || covers(trait.paths, need.path);
}

/** Whether all that its commands name is known: a remedy for a folder that nobody named cannot be run. */
const isFilled = (action: RunbookAction): boolean =>
  !action.steps.some(({ command }) => /\{\{\s*\w+\s*\}\}/.test(command));

/** These may restart what is not the service itself: a resolver, a proxy that loads certificates. */
const isHelper = (kind: string): boolean =>
  kind === 'restart-resolver' || kind === 'renew-certificate' || kind === 'pause-timer';

function isMoreThan(kind: string, traits: readonly Trait[]): boolean {
  if (kind === 'restart-unit') return traits.some((trait) => weighty.has(trait.kind) || trait.kind === 'reset-unit');
  return kind === 'reset-unit' && traits.some((trait) => weighty.has(trait.kind));
}

/** The runbook's actions that meet the needs, best first, each once. */
export function suggestionsOf(
  needs: readonly Need[],
  actions: readonly RunbookAction[],
  concerned: string | null,
): Finding['suggests'] {
  const found = needs.flatMap((need) =>
    actions
      .filter((action) => fits(need, action, concerned))
      .map((action) => ({ actionId: action.id, reason: need.reason })),
  );
  return found.filter((one, index) => found.findIndex(({ actionId }) => actionId === one.actionId) === index);
}

/** The clues as findings, what is nearest to the cause first. */
export function findingsOfClues(
  clues: readonly Clue[],
  actions: readonly RunbookAction[],
  concerned: string | null,
): readonly Finding[] {
  const order = ['critical', 'warning', 'unknown', 'info', 'ok'];
  return clues
    .toSorted((a, b) => a.nearness - b.nearness || order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(({ id, severity, text, proof, needs }) => ({
      id,
      severity,
      text,
      proof,
      suggests: suggestionsOf(needs, actions, concerned),
    }));
}
