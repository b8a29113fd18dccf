import { assertNever } from '../assertNever.ts';
import { alertPatches } from './alertPatches.ts';
import type { DeskPatch } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import { incidentPatches } from './incidentPatches.ts';
import type { JournalEvent } from './journalEvent.ts';
import { notificationPatches } from './notificationPatches.ts';
import { promptPatches } from './promptPatches.ts';
import { runPatches } from './runPatches.ts';

/**
 * The desk after one more event. Pure, never throws, and the same for core and clients. An event that is already in
 * changes nothing; one about things that are not known advances the revision and no more.
 */
export function nextDeskState(state: DeskState, event: JournalEvent): DeskState {
  if (event.sequence <= state.revision) return state;
  return patchesOf(state, event).reduce(patched, { ...state, revision: event.sequence });
}

/** The desk after many events, as `nextDeskState` one by one would make it, without copying the tables for each. */
export function replayDesk(from: DeskState, events: Iterable<JournalEvent>): DeskState {
  const state = {
    ...from,
    alerts: { ...from.alerts },
    incidents: { ...from.incidents },
    runs: { ...from.runs },
    prompts: { ...from.prompts },
    notifications: { ...from.notifications },
  };
  for (const event of events) {
    if (event.sequence <= state.revision) continue;
    for (const patch of patchesOf(state, event)) applyInPlace(state, patch);
    state.revision = event.sequence;
  }
  return state;
}

function patchesOf(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  return [
    ...alertPatches(state, event),
    ...incidentPatches(state, event),
    ...runPatches(state, event),
    ...promptPatches(state, event),
    ...notificationPatches(state, event),
    ...labPatches(event),
  ];
}

function labPatches(event: JournalEvent): readonly DeskPatch[] {
  return event.type === 'lab.changed' ? [{ kind: 'labHash', hash: event.data.hash }] : [];
}

function patched(state: DeskState, patch: DeskPatch): DeskState {
  switch (patch.kind) {
    case 'put':
      return { ...state, [patch.table]: { ...state[patch.table], [patch.id]: patch.row } };
    case 'remove': {
      const { [patch.id]: _removed, ...prompts } = state.prompts;
      return { ...state, prompts };
    }
    case 'pausedUntil':
      return { ...state, notificationsPausedUntil: patch.at };
    case 'labHash':
      return { ...state, labHash: patch.hash };
    default:
      return assertNever(patch);
  }
}

type Mutable = {
  -readonly [Key in keyof DeskState]: DeskState[Key] extends Readonly<Record<string, infer Row>>
    ? Record<string, Row>
    : DeskState[Key];
};

function applyInPlace(state: Mutable, patch: DeskPatch): void {
  switch (patch.kind) {
    case 'put':
      // Defined, not assigned, so that an id such as __proto__ is a row like any other.
      Object.defineProperty(state[patch.table], patch.id, {
        value: patch.row,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      return;
    case 'remove':
      delete state.prompts[patch.id];
      return;
    case 'pausedUntil':
      state.notificationsPausedUntil = patch.at;
      return;
    case 'labHash':
      state.labHash = patch.hash;
      return;
    default:
      assertNever(patch);
  }
}
