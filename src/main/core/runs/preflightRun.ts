import type { PreflightItem, Run } from '#shared/run/run.ts';
import type { ActiveRun } from './activeRuns.ts';
import { cleanUpItems, effectItems, programItems } from './commandChecks.ts';
import { passwordItems, sudoItems } from './sudo/sudoItems.ts';
import { removalItems } from './removalItems.ts';
import { freeUnitItems } from './freeUnitItems.ts';
import { type Preflight, refusal } from './remedies/remedy.ts';
import { remoteOf, RemoteTrouble } from './remote.ts';
import { finish, openFor, type RunTools } from './runTools.ts';

/** A preflight older than this is repeated before anything changes. */
const freshMs = 120_000;

async function preflight(tools: RunTools, run: Run, signal: AbortSignal): Promise<Preflight> {
  const { desk } = tools;
  const remedy = desk.remedyOf(run);
  const { steps, effect } = run.plan;
  const { session, kind } = await openFor(tools, run, signal);
  const remote = remoteOf(session, desk.hostName(run.hostId), signal);
  const told = passwordItems(kind, desk.hostName(run.hostId));
  if (remedy !== null) {
    const { items, seen } = await remedy.preflight(desk.orderOf(run), remote);
    return { items: [...items, ...told], seen };
  }
  const items = [
    ...removalItems(steps),
    ...(await programItems(steps, remote)),
    ...(await freeUnitItems(steps, remote)),
    ...(await sudoItems(steps, remote)),
    ...effectItems(effect),
    ...cleanUpItems(steps),
    ...told,
  ];
  return { items, seen: {} };
}

/** Looks and journals what was seen; null where that ended the run: refused, or stopped by a person. */
export async function lookFirst(tools: RunTools, active: ActiveRun): Promise<readonly PreflightItem[] | null> {
  const { desk, parts } = tools;
  const run = desk.runOf(active.runId);
  const { signal } = active.controller;
  const seen = await preflight(tools, run, signal).catch((error: unknown): Preflight => {
    if (!(error instanceof RemoteTrouble)) throw error;
    return { items: [refusal(`${desk.hostName(run.hostId)} could not be asked: ${error.message}`)], seen: {} };
  });
  if (signal.aborted) {
    finish(tools, active, { kind: 'cancelled', text: 'Stopped before anything was changed' });
    return null;
  }
  active.seen = seen.seen;
  active.seenAtMs = parts.clock.monotonic();
  desk.record([{ type: 'run.preflighted', data: { runId: run.id, items: [...seen.items] } }]);
  const refusals = seen.items.filter((item) => item.verdict === 'refusal');
  if (refusals.length === 0) return seen.items;
  finish(tools, active, { kind: 'refused', text: refusals.map((item) => item.text).join('; ') });
  return null;
}

/** What was consented to must still be true; where it costs more by now, the person is asked again. */
export async function isStillAsSeen(tools: RunTools, active: ActiveRun, run: Run): Promise<boolean> {
  if (tools.parts.clock.monotonic() - active.seenAtMs < freshMs) return true;
  const items = await lookFirst(tools, active);
  if (items === null) return false;
  const known = new Set(run.preflight.map((item) => item.text));
  const isDearer = items.some((item) => item.verdict === 'cost' && !known.has(item.text));
  if (!isDearer) return true;
  active.phase = 'waiting';
  tools.desk.enter(run.id, 'awaitingConsent', 'The host has changed since: look again');
  return false;
}
