import type { Fault } from './fault.ts';
import type { Noted } from './observer.ts';
import type { Told } from './observerMessages.ts';
import { pause } from '#tests/support/pause.ts';
import { holdsWithin } from '#tests/support/until.ts';
import type { World } from './world.ts';

/** What was said about a fault, beside what was expected of it. */
export type Played = {
  readonly fault: Fault;
  readonly incidents: number;
  readonly notifications: number;
  readonly said: readonly string[];
  /** Seconds from its beginning to the first word; null where there was none. */
  readonly firstWordS: number | null;
};

/** What was said in a round that no fault of it explains, and what was still not well at its end. */
export type Round = {
  readonly played: readonly Played[];
  readonly unexplained: readonly string[];
  readonly notWell: readonly string[];
};

const sayLimitMs = 75_000;
const wellLimitMs = 120_000;
/** A fault of which nothing is to be said lasts this long: more than it takes to confirm a problem. */
const usualLastsS = 10;
/** Somebody who would say too much gets this much time for it. */
const afterwordMs = 4_000;

/** Lets faults happen at the same time, ends each once it was told, and waits until everything is well again. */
export async function playRound(world: World, faults: readonly Fault[]): Promise<Round> {
  const { observer } = world;
  const [toldBefore, openedBefore] = [observer.told.length, observer.opened.length];
  const told = (): readonly Noted<Told>[] => observer.told.slice(toldBefore).filter(({ title }) => !isDeadline(title));
  const began = await Promise.all(
    faults.map(async (fault) => {
      const mine = () => told().filter(({ subject }) => subject === fault.subject);
      const atMs = performance.now();
      await fault.begin(world);
      if (fault.notifications === 0) await pause((fault.lastsS ?? usualLastsS) * 1_000);
      else await holdsWithin(sayLimitMs, () => mine().length > 0);
      await fault.end(world);
      await holdsWithin(sayLimitMs, () => mine().length >= fault.notifications);
      return atMs;
    }),
  );
  await holdsWithin(wellLimitMs, async () => (await world.observer.look()).notOk.length === 0);
  await pause(afterwordMs);
  const subjects = new Set(faults.map(({ subject }) => subject));
  const opened = observer.opened.slice(openedBefore);
  return {
    played: faults.map((fault, index) => {
      const mine = told().filter(({ subject }) => subject === fault.subject);
      const first = mine[0];
      return {
        fault,
        incidents: opened.filter(({ subject }) => subject === fault.subject).length,
        notifications: mine.length,
        said: mine.map(({ level, title }) => `${level}: ${title}`),
        firstWordS: first === undefined ? null : (first.atMs - (began[index] ?? 0)) / 1_000,
      };
    }),
    unexplained: told()
      .filter(({ subject }) => !subjects.has(subject))
      .map(({ level, title }) => `${level}: ${title}`),
    notWell: (await observer.look()).notOk,
  };
}

/** Clocks of incidents that ran out when the wall clock jumped speak of people's deadlines, not of the lab. */
const isDeadline = (title: string): boolean => title.startsWith('Overdue');
