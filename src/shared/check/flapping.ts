/** Results that are looked back at; between them lie one change fewer. */
const lookBack = 21;
const changesKept = lookBack - 1;
/** Weights of the oldest and the newest change, and the limits: Nagios' documented defaults. */
const oldestWeight = 0.8;
const newestWeight = 1.2;
const startShare = 0.3;
const endShare = 0.25;

/** What is remembered of the past results. */
export type FlapMemory = { readonly changes: readonly boolean[]; readonly flapping: boolean };

/**
 * The weighted share (0 to 1) of changes among the last 21 results, the recent ones weighing more. A short past counts
 * as if nothing had changed before it, so that a new check cannot flap after two results.
 */
export function flapShare(changes: readonly boolean[]): number {
  const recent = changes.slice(-changesKept);
  const offset = changesKept - recent.length;
  const step = (newestWeight - oldestWeight) / (changesKept - 1);
  const sum = recent.reduce(
    (total, changed, index) => total + (changed ? oldestWeight + (offset + index) * step : 0),
    0,
  );
  return sum / changesKept;
}

/**
 *     steady --[share >= 30 %]--> flapping
 *        ^------[share < 25 %]-------|
 */
export function nextFlapping(previous: FlapMemory, changed: boolean): FlapMemory {
  const changes = [...previous.changes, changed].slice(-changesKept);
  const share = flapShare(changes);
  return { changes, flapping: previous.flapping ? share >= endShare : share >= startShare };
}
