import type { PlannedStep, PreflightItem, WayBack } from '#shared/run/run.ts';
import type { Remote } from '../remote.ts';

/** What a remedy is asked to do. Everything in it stands in the journal, so that undoing works after a restart. */
export type RemedyOrder = {
  readonly runId: string;
  /** Filled in; validated by the remedy itself. */
  readonly options: Readonly<Record<string, string>>;
  /** The commands of the runbook's action in a plan; those of the journalled plan ever after. */
  readonly steps: readonly PlannedStep[];
  readonly timeoutMs: number;
  /** When the way back may be thrown away. */
  readonly keepUntilAt: number;
  /** The time by Sitrep's clock. */
  readonly nowAt: number;
};

export type RemedyPlan = {
  readonly steps: readonly PlannedStep[];
  readonly resource: string;
  readonly wayBack: WayBack;
};

/** Facts from the preflight that capture compares again right before the change. */
export type Seen = Readonly<Record<string, string>>;
export type Preflight = { readonly items: readonly PreflightItem[]; readonly seen: Seen };

/** What was seen of the goal. */
export type Proof = { readonly isProved: boolean; readonly text: string };

/** Says no although the person consented: the host is not any more as the preflight saw it. */
export class CaptureRefused extends Error {}

/**
 * A remedy that knows what it does. `plan` throws `RequestError` INVALID for options that are missing or dangerous;
 * the others throw `RemoteTrouble` when the host cannot be asked.
 */
export type Remedy = {
  readonly kind: string;
  /** Its goal is not that the checks are ok again, such as to take a unit out of service. */
  readonly isOwnProofAll?: true;
  readonly plan: (order: RemedyOrder) => RemedyPlan;
  readonly preflight: (order: RemedyOrder, remote: Remote) => Promise<Preflight>;
  /** Keeps the way back before anything changes; null where there is nothing to keep. */
  readonly capture: ((order: RemedyOrder, remote: Remote, seen: Seen) => Promise<WayBack>) | null;
  /** The remedy's own proof, beside the checks. `handle` is what capture kept. */
  readonly verify: (order: RemedyOrder, remote: Remote, handle: Seen) => Promise<Proof>;
  readonly undo: ((order: RemedyOrder, remote: Remote, handle: Seen) => Promise<Proof>) | null;
};

export const fine = (text: string): PreflightItem => ({ verdict: 'fine', text });
export const cost = (text: string): PreflightItem => ({ verdict: 'cost', text });
export const refusal = (text: string): PreflightItem => ({ verdict: 'refusal', text });
