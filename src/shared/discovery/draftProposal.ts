import type { CheckDefinition } from '../check/checkDefinition.ts';
import type { Proposal } from './proposal.ts';

type WithoutId<Check> = Check extends CheckDefinition ? Omit<Check, 'id'> : never;

/** A proposal before it has an id of its own; `name` is what the id will be made from. */
export type DraftProposal = Omit<Proposal, 'check'> & {
  readonly name: string;
  readonly check: WithoutId<CheckDefinition>;
};
