import type { FaultLab, Tried } from './faultLab.ts';
import { type PlannedStrike, sampleOf, strikesAt } from './strikes.ts';
import { type Scenario, scenarios } from './scenarios.ts';

export type Row = {
  readonly remedy: string;
  readonly stage: string;
  /** `2 of 9: sudo systemctl restart ...` */
  readonly command: string;
  readonly fault: string;
  readonly outcome: string;
  readonly seen: string;
  readonly back: string;
  readonly problems: readonly string[];
};

type Options = {
  readonly isFull: boolean;
  /** Only remedies whose action has this in its name. */
  readonly only?: string | undefined;
  /** Only this kind of fault. */
  readonly fault?: string | undefined;
  readonly told: (row: Row) => void;
};

/** A connection that was lost by itself, on a machine that stalls, may keep a try from coming to its fault. */
const withoutBack = (strike: PlannedStrike | null, { run }: Tried): string =>
  strike?.in === 'undo' ? 'not tried' : run.wayBack.kind === 'none' ? 'none' : 'not needed';

function rowOf(scenario: Scenario, strike: PlannedStrike | null, tried: Tried, clean: Tried): Row {
  const seen = tried.run.findings.find(({ id }) => id === 'seen-afterwards');
  const talks = strike?.in === 'undo' ? clean.undoTalks : clean.talks;
  // What makes the host answer in English stands before each of them.
  const command = talks[strike?.talk ?? -1]?.command.replace(/^LC_ALL=.*\n/, '') ?? '';
  return {
    remedy: scenario.actionId,
    stage: strike === null ? '' : strike.stage === 'planned' ? 'preflight' : strike.stage,
    command: strike === null ? '' : `${String(strike.talk + 1)} of ${String(talks.length)}: ${command.slice(0, 60)}`,
    fault: strike === null ? 'none' : `${strike.fault} ${strike.moment}`,
    outcome: tried.run.outcome?.kind ?? '',
    seen: seen?.severity ?? '',
    back: tried.back?.kind ?? withoutBack(strike, tried),
    problems: tried.problems,
  };
}

/** Tries each remedy in peace, then with the faults, on as many hosts at once, and tells a row of each try. */
export async function tryRemedies(
  labs: readonly FaultLab[],
  { isFull, only, fault, told }: Options,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const take = (row: Row): void => {
    rows.push(row);
    told(row);
  };
  const waiting = [...scenarios.entries()].filter(([, { actionId }]) => only === undefined || actionId.includes(only));
  const tryOn = async (lab: FaultLab, turn: number, scenario: Scenario): Promise<void> => {
    const clean = await lab.attempt(scenario, null);
    take(rowOf(scenario, null, clean, clean));
    const every = strikesAt(clean.talks, clean.undoTalks);
    const all = every.filter((strike) => fault === undefined || strike.fault === fault);
    for (const strike of isFull ? all : sampleOf(all, turn)) {
      take(rowOf(scenario, strike, await lab.attempt(scenario, strike), clean));
    }
  };
  // A fault is mostly waited for, so that hosts beside each other take little longer than one.
  const work = async (lab: FaultLab): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await tryOn(lab, ...next);
  };
  await Promise.all(labs.map(work));
  return rows;
}
