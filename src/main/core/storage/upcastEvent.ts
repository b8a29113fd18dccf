import { actorSchema, journalEventData, type JournalEvent, type JournalEventType } from '#shared/desk/journalEvent.ts';
import { StorageError } from './storageError.ts';

/** Turns the data of one version of an event type into that of the next. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** By event type, the upcasters in order: the first turns version 1 into 2. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** A released event type that changes gets its upcaster here. */
export const upcasters: Upcasters = {
  // At first, findings only ever came on top of each other.
  'run.found': [(data) => ({ ...data, standing: null })],
};

export type StoredEvent = {
  readonly sequence: number;
  readonly type: string;
  readonly version: number;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly actor: string;
  readonly requestId: string | null;
  readonly data: string;
};

/** The version that new events of a type are written with. */
export function newestVersion(type: string, registry: Upcasters): number {
  return 1 + (Object.hasOwn(registry, type) ? (registry[type]?.length ?? 0) : 0);
}

/** The event as the newest version would have told it. Throws `StorageError` naming the sequence where that fails. */
export function upcastEvent(stored: StoredEvent, registry: Upcasters): JournalEvent {
  try {
    const type = knownType(stored.type);
    const version = newestVersion(type, registry);
    if (stored.version > version) throw new Error(`version ${stored.version} is newer than ${version}`);
    const old = JSON.parse(stored.data) as Readonly<Record<string, unknown>>;
    const steps = (registry[type] ?? []).slice(stored.version - 1);
    const data = journalEventData[type].parse(steps.reduce((data, upcast) => upcast(data), old));
    return { ...stored, type, version, actor: actorSchema.parse(stored.actor), data } as JournalEvent;
  } catch (cause) {
    throw new StorageError(
      `Event ${stored.sequence} of the journal (${stored.type}) cannot be read`,
      'Start the Sitrep that wrote it, or restore the data folder from a backup.',
      cause,
    );
  }
}

function knownType(type: string): JournalEventType {
  if (!Object.hasOwn(journalEventData, type)) throw new Error(`unknown journal event type ${type}`);
  return type as JournalEventType;
}
