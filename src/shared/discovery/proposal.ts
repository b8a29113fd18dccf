import type { CheckDefinition } from '../check/checkDefinition.ts';

/** What a proposal was found as, in the order in which they are shown. */
export const proposalGroups = [
  'host',
  'unit',
  'timer',
  'container',
  'web',
  'certificate',
  'port',
  'mount',
  'pool',
  'git',
  'backup',
] as const;
export type ProposalGroup = (typeof proposalGroups)[number];

/** A check that suits what was found on a host, for a person to tick. */
export type Proposal = {
  readonly group: ProposalGroup;
  readonly check: CheckDefinition;
  /** What was found: `enabled, from /etc/systemd/system`. */
  readonly reason: string;
  /** Ticked from the start: what a person would miss if it broke. */
  readonly isRecommended: boolean;
  /** Broken right now, so that ticking it raises an alert at once. */
  readonly isFailing: boolean;
};

export type Discovery = {
  readonly hostId: string;
  /** Without what the lab checks already. */
  readonly proposals: readonly Proposal[];
  /** What could not be looked at, and how to allow it. */
  readonly notes: readonly string[];
};
