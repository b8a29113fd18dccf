import type { Strike, Talk } from './messages.ts';

export type PlannedStrike = Strike & { readonly in: 'run' | 'undo'; readonly stage: Talk['stage'] };

const ways = [
  { fault: 'cut', moment: 'before' },
  { fault: 'cut', moment: 'during' },
  { fault: 'kill', moment: 'before' },
  { fault: 'kill', moment: 'during' },
  { fault: 'hang', moment: 'during' },
] as const;

/** Every fault at every command that a remedy, tried once, was seen to give to the host. */
export function strikesAt(talks: readonly Talk[], undoTalks: readonly Talk[]): readonly PlannedStrike[] {
  const at = (place: 'run' | 'undo') => (talk: Talk) =>
    ways.map((way) => ({ ...way, talk: talk.index, stage: talk.stage, in: place }));
  return [...talks.flatMap(at('run')), ...undoTalks.flatMap(at('undo'))];
}

/**
 * A fair share for every day: of each stage one command, and of the five ways one, so that over the remedies (counted
 * by `turn`) each way meets each stage.
 */
export function sampleOf(strikes: readonly PlannedStrike[], turn: number): readonly PlannedStrike[] {
  const stages = [...new Set(strikes.map(({ stage }) => stage))];
  const stage = stages[(turn * 2 + 1) % stages.length];
  const chosen = strikes.filter((strike) => strike.stage === stage);
  return chosen.slice(turn % ways.length, (turn % ways.length) + 1);
}
