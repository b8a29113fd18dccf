/** Lets time pass: for paces and outages that last as long as they are said to, never for what can be waited for. */
export const pause = (delayMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, delayMs)));
