import { pause } from './pause.ts';

const usualPatienceMs = 20_000;
const everyMs = 10;

/** Looks again and again until there is something; null when the time is over. */
export async function within<Value>(
  limitMs: number,
  look: () => Value | null | Promise<Value | null>,
): Promise<Value | null> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null || performance.now() > endMs) return found;
    await pause(everyMs);
  }
}

/** Asks again and again whether it holds; false when the time is over. */
export async function holdsWithin(limitMs: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  return (await within(limitMs, async () => ((await holds()) ? true : null))) !== null;
}

/** Waits until it holds; throws with the name of what did not happen in time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = 'the condition',
  limitMs = usualPatienceMs,
): Promise<void> {
  if (!(await holdsWithin(limitMs, holds))) throw new Error(`Waited in vain for ${what}.`);
}
