import type { Finding } from '../run/run.ts';

/** What a finding is about; the points of a runbook's issue patterns are decided by it. */
export type Topic =
  | 'unit'
  | 'configuration'
  | 'permissions'
  | 'port'
  | 'dependencies'
  | 'resources'
  | 'storage'
  | 'changes'
  | 'requests'
  | 'external'
  | 'credentials'
  | 'rateLimit'
  | 'network';

/**
 * A finding with its place in the story: `nearness` 0 is a proven cause, 1 a likely one, 2 what the cause led to, 3 a
 * side note. The remedies it needs become suggestions once the runbook's actions are known.
 */
export type Clue = Omit<Finding, 'suggests'> & {
  readonly topic: Topic;
  readonly nearness: 0 | 1 | 2 | 3;
  readonly needs: readonly Need[];
};

/** A kind of remedy that would help, best first in its list, and what it must concern. */
export type Need = {
  readonly kind: string;
  readonly reason: string;
  readonly unit?: string;
  readonly path?: string;
  /** Only what lies on this of the host's file systems helps. */
  readonly on?: { readonly mount: string; readonly mounts: readonly string[] };
};

const longestProof = 4_000;
const longestText = 300;

/** A clue with its texts cut to what a finding may hold. */
export function clue(
  topic: Topic,
  nearness: Clue['nearness'],
  id: string,
  severity: Finding['severity'],
  text: string,
  proof: string,
  needs: readonly Need[] = [],
): Clue {
  return {
    topic,
    nearness,
    id,
    severity,
    text: text.replaceAll(/\s+/g, ' ').slice(0, longestText),
    proof: proof.slice(0, longestProof),
    needs,
  };
}
