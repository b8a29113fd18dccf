import { secondMs } from '#shared/time/instant.ts';
import type { Clock } from '../../ports/ports.ts';
import type { HostSession } from '../../ssh/hostSession.ts';
import type { Answer } from '../kinds/reading.ts';
import { fullUnitName, isUnitName, readUnitOf, unitsScript } from '../kinds/systemdUnits.ts';
import type { Reporter } from './findings.ts';
import { answerOf } from './probePlan.ts';
import type { Slot } from './slots.ts';

export type UrgentUnits = { readonly unitChanged: (unit: string) => void };

const deadlineMs = 5 * secondMs;

/**
 * Asks for units that a push has named, beside the ordinary round trips. Changes that come while it asks are asked for
 * together right afterwards, so that the last word is always that of the host.
 */
export function createUrgentUnits(deps: {
  readonly session: Pick<HostSession, 'probe' | 'output'>;
  readonly clock: Clock;
  readonly slots: () => readonly Slot[];
  /** The probe channel is taken by a round trip that may be slow. */
  readonly isBusy: () => boolean;
  readonly signal: () => AbortSignal;
  readonly reporter: Reporter;
  readonly asked: (slots: readonly Slot[]) => void;
}): UrgentUnits {
  const wanted = new Set<string>();
  let isAsking = false;

  const ask = async (): Promise<void> => {
    isAsking = true;
    while (wanted.size > 0) {
      const slots = slotsOf(deps.slots(), wanted);
      wanted.clear();
      if (slots.length > 0) await askFor(slots, deps.signal());
    }
    isAsking = false;
  };

  const askFor = async (
    slots: readonly { readonly slot: Slot; readonly unit: string }[],
    signal: AbortSignal,
  ): Promise<void> => {
    const startedAtMs = deps.clock.monotonic();
    const answer = await answerFor(unitsScript(slots.map(({ unit }) => unit)), signal);
    if (signal.aborted || answer === null) return;
    for (const { slot, unit } of slots) {
      const reading = readUnitOf(unit, answer, deps.reporter.contextOf(slot.check));
      deps.reporter.found(slot.check, reading, startedAtMs, answer.tookMs);
    }
    deps.asked(slots.map(({ slot }) => slot));
  };

  /** Null when nothing was learned; polling will see. */
  const answerFor = async (script: string, signal: AbortSignal): Promise<Answer | null> => {
    const startedMs = deps.clock.monotonic();
    if (!deps.isBusy()) {
      const [result] = await deps.session.probe([{ id: 'urgent units', script, deadlineMs }], signal);
      return result?.kind === 'answered' ? answerOf(result) : null;
    }
    const { end, stdout, stderr } = await deps.session.output(`LC_ALL=C; export LC_ALL\n${script}`, {
      deadlineMs,
      signal,
    });
    if (end.kind !== 'exited') return null;
    return { exitCode: end.code, stdout, stderr, tookMs: deps.clock.monotonic() - startedMs };
  };

  return {
    unitChanged: (unit) => {
      wanted.add(unit);
      if (!isAsking) void ask();
    },
  };
}

/** The checks of these units; a timer is as good as what it starts. */
function slotsOf(
  slots: readonly Slot[],
  changed: ReadonlySet<string>,
): readonly { readonly slot: Slot; readonly unit: string }[] {
  return slots.flatMap((slot) => {
    if (slot.ask.where !== 'hostUnits' || !isUnitName(slot.ask.unit)) return [];
    const { unit } = slot.ask;
    const name = fullUnitName(unit);
    const isMeant = changed.has(name) || (name.endsWith('.timer') && changed.has(name.replace(/timer$/, 'service')));
    return isMeant ? [{ slot, unit }] : [];
  });
}
