/**
 * The core's time in the window. The page's own wall clock is not asked: it may be wrong or jump, and the core alone
 * decides what is overdue.
 */
let anchor: { readonly coreAt: number; readonly pageMs: number } | null = null;
let shownAt = 0;
const listeners = new Set<() => void>();

/** Remembers that the core's clock stood at `coreAt` just now. */
export function anchorCoreClock(coreAt: number): void {
  anchor = { coreAt, pageMs: performance.now() };
  if (shownAt === 0) shownAt = coreAt;
}

/** The core's clock stands at `coreAt` or later, since it has dated something so: what is shown is never before that. */
export function anchorCoreClockAtLeast(coreAt: number): void {
  if (coreAt > coreNow()) anchorCoreClock(coreAt);
  if (coreAt > shownAt) shownAt = coreAt;
}

/** The core's clock, as well as the window knows it. */
export function coreNow(): number {
  return anchor === null
    ? performance.timeOrigin + performance.now()
    : anchor.coreAt + performance.now() - anchor.pageMs;
}

/** Calls back once a second with the time that all screens then show together. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) start();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  };
}

/** The time of the last tick, the same for everything on screen. */
export function tickedAt(): number {
  return shownAt;
}

let timer: ReturnType<typeof setInterval> | null = null;

function start(): void {
  tick();
  timer = setInterval(tick, 1_000);
}

function stop(): void {
  if (timer !== null) clearInterval(timer);
  timer = null;
}

function tick(): void {
  shownAt = Math.round(coreNow());
  for (const listener of listeners) listener();
}
