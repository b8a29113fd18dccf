import type { Run, RunOutcome, RunStage } from '#shared/run/run.ts';

/**
 * Where a fault strikes: at which of the commands that a run gives to the host, and how. One that hangs meets its
 * deadline, which is drawn near.
 */
export type Strike = {
  readonly talk: number;
  /** `before`: the command is not even sent. `during`: the host has it, and holds it until the fault has struck. */
  readonly moment: 'before' | 'during';
  readonly fault: 'cut' | 'kill' | 'hang';
};

/** One command that a run gave to the host. */
export type Talk = { readonly index: number; readonly stage: RunStage; readonly command: string };

export type Order =
  | { readonly do: 'start'; readonly actionId: string; readonly strike: Strike | null }
  | { readonly do: 'undo'; readonly runId: string; readonly strike: Strike | null };

export type News =
  | { readonly told: 'ready' }
  | { readonly told: 'talk'; readonly talk: Talk }
  | { readonly told: 'run'; readonly run: Run }
  | { readonly told: 'undone'; readonly runId: string; readonly outcome: RunOutcome }
  | { readonly told: 'struck' };

/** Files on the host by which a command is held. */
export const held = { began: '/run/faults/began', hold: '/run/faults/hold' } as const;
