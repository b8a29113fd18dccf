import type { Snapshot } from '#shared/rpc/contract.ts';
import type { Connection } from '../client/connection.ts';
import { openConnection } from '../client/openConnection.ts';
import { anchorCoreClock, anchorCoreClockAtLeast } from './coreClock.ts';
import { deskStore } from './deskStore.ts';
import { nextSnapshot } from './nextSnapshot.ts';
import { nextTrends } from './trends.ts';

const firstPauseMs = 400;
const longestPauseMs = 8_000;

/** Keeps the store current for as long as the page lives: connects, follows, and begins again after every loss. */
export async function followDesk(): Promise<never> {
  let attempts = 0;
  for (;;) {
    try {
      const connection = await openConnection();
      attempts = 0;
      await followOver(connection);
    } catch (error) {
      console.info('The connection to Sitrep ended.', error instanceof Error ? error.message : error);
    }
    attempts += 1;
    const hasBeenOpen = deskStore.getState().snapshot !== null;
    deskStore.setState({ link: { kind: 'lost', hasBeenOpen, attempts }, connection: null });
    await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)) * (0.7 + Math.random() * 0.6));
  }
}

async function followOver(connection: Connection): Promise<void> {
  try {
    while (!connection.lost.aborted) await followUntilGap(connection);
  } finally {
    connection.close();
  }
}

async function followUntilGap(connection: Connection): Promise<void> {
  const { client } = connection;
  const snapshot = await client.desk.snapshot({});
  accept(snapshot);
  deskStore.setState({ link: { kind: 'open' }, connection });
  const changes = await client.desk.follow({ afterRevision: snapshot.desk.revision });
  for await (const change of changes) {
    const previous = deskStore.getState().snapshot ?? snapshot;
    const step = nextSnapshot(previous, change);
    if (step.kind === 'gap') return;
    if (change.kind === 'live') anchorCoreClock(change.live.takenAt);
    if (change.kind === 'events') for (const event of change.events) anchorCoreClockAtLeast(event.occurredAt);
    deskStore.setState(({ trends }) => ({ snapshot: step.snapshot, trends: nextTrends(trends, step.snapshot.live) }));
    if (step.isLabStale) await refreshLab(connection);
  }
}

function accept(snapshot: Snapshot): void {
  anchorCoreClock(snapshot.takenAt);
  deskStore.setState(({ trends }) => ({ snapshot, trends: nextTrends(trends, snapshot.live) }));
}

/** The journal tells only that `lab.yaml` changed; its content is fetched. */
async function refreshLab(connection: Connection): Promise<void> {
  const { lab } = await connection.client.desk.snapshot({});
  deskStore.setState(({ snapshot }) => (snapshot === null ? {} : { snapshot: { ...snapshot, lab } }));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
