import { assertNever } from '../assertNever.ts';
import { alertMeanings } from './alertMeanings.ts';
import type { DeskPatch, Meanings } from './deskPatch.ts';
import type { DeskState } from './deskState.ts';
import { incidentMeanings } from './incidentMeanings.ts';
import type { JournalEvent, JournalEventType } from './journalEvent.ts';
import { notificationMeanings } from './notificationMeanings.ts';
import { promptMeanings } from './promptMeanings.ts';
import { runMeanings } from './runMeanings.ts';
import { silenceMeanings } from './silenceMeanings.ts';

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
    silences: { ...from.silences },
  };
  for (const event of events) {
    if (event.sequence <= state.revision) continue;
    for (const patch of patchesOf(state, event)) applyInPlace(state, patch);
    state.revision = event.sequence;
  }
  return state;
}

const labMeanings = {
  'lab.changed': (_state, { data }) => [{ kind: 'labHash', hash: data.hash }],
} satisfies Meanings;

type Told =
  | keyof typeof alertMeanings
  | keyof typeof incidentMeanings
  | keyof typeof runMeanings
  | keyof typeof promptMeanings
  | keyof typeof notificationMeanings
  | keyof typeof silenceMeanings
  | keyof typeof labMeanings;

/** What only a timeline shows. A type that means nothing to any subject must be named here, or this does not compile. */
const timelineOnly: Readonly<Record<Exclude<JournalEventType, Told>, true>> = {
  'core.started': true,
  'incident.noteAdded': true,
  'incident.escalated': true,
  'run.consented': true,
  'run.stepStarted': true,
};

/** Incidents come before runs, so that a run's end finds the run as it was. */
const meanings: readonly Meanings[] = [
  alertMeanings,
  incidentMeanings,
  runMeanings,
  promptMeanings,
  notificationMeanings,
  silenceMeanings,
  labMeanings,
];

function patchesOf(state: DeskState, event: JournalEvent): readonly DeskPatch[] {
  if (Object.hasOwn(timelineOnly, event.type)) return [];
  return meanings.flatMap((ofSubject) => {
    // The type of the event chose the function, which the compiler cannot follow through a union.
    const meaning = ofSubject[event.type] as
      | ((state: DeskState, event: JournalEvent) => readonly DeskPatch[])
      | undefined;
    return meaning?.(state, event) ?? [];
  });
}

function patched(state: DeskState, patch: DeskPatch): DeskState {
  switch (patch.kind) {
    case 'put':
      return { ...state, [patch.table]: { ...state[patch.table], [patch.id]: patch.row } };
    case 'remove': {
      const { [patch.id]: _removed, ...rest } = state[patch.table];
      return { ...state, [patch.table]: rest };
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
      delete state[patch.table][patch.id];
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
