import { assertNever } from '#shared/assertNever.ts';
import { nextDeskState } from '#shared/desk/nextDeskState.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import type { DeskChange, Snapshot } from '#shared/rpc/contract.ts';
import { keepSameHosts } from './keepSameHosts.ts';

/** What came of one message of the stream; after a gap nothing was applied and the snapshot must be fetched again. */
export type SnapshotStep =
  | { readonly kind: 'applied'; readonly snapshot: Snapshot; readonly isLabStale: boolean }
  | { readonly kind: 'gap' };

/** The snapshot after one message of the follow stream. */
export function nextSnapshot(previous: Snapshot, change: DeskChange): SnapshotStep {
  switch (change.kind) {
    case 'events':
      return afterEvents(previous, change.events);
    case 'live':
      return applied({ ...previous, live: keepSameHosts(previous.live, change.live) });
    case 'shell':
      return applied({ ...previous, shell: change.shell });
    case 'preferences':
      return applied({ ...previous, preferences: change.preferences });
    case 'lab':
      return applied({ ...previous, lab: change.lab });
    default:
      return assertNever(change);
  }
}

function applied(snapshot: Snapshot): SnapshotStep {
  const { labHash } = snapshot.desk;
  return { kind: 'applied', snapshot, isLabStale: labHash !== null && labHash !== snapshot.lab.hash };
}

function afterEvents(previous: Snapshot, events: readonly JournalEvent[]): SnapshotStep {
  let desk = previous.desk;
  for (const event of events) {
    // What the snapshot already holds may come once more after a reconnect.
    if (event.sequence <= desk.revision) continue;
    if (event.sequence !== desk.revision + 1) return { kind: 'gap' };
    desk = nextDeskState(desk, event);
  }
  return applied({ ...previous, desk });
}
