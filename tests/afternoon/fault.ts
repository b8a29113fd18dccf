import type { World } from './world.ts';

/** Something that happens in the afternoon, and how much is to be said about it from its beginning until all is well. */
export type Fault = {
  readonly id: string;
  readonly name: string;
  /** Id of the service or host that it is about; `all-hosts` for the outage of all of them. */
  readonly subject: string;
  /** Incidents that open, or open again. */
  readonly incidents: number;
  /** Notifications in all: of the problem and of its end. */
  readonly notifications: number;
  readonly isQuick?: true;
  /** Seconds that it lasts where nothing is to be said of it. */
  readonly lastsS?: number;
  readonly begin: (world: World) => Promise<unknown>;
  readonly end: (world: World) => Promise<unknown>;
};

/** What is to be said, as the tables of faults write it down: incidents and notifications. */
export const nothingSaid = { incidents: 0, notifications: 0 } as const;
/** A warning is told without an incident; so is its end. */
export const aWarning = { incidents: 0, notifications: 2 } as const;
/** A warning that grows into an incident is told as both. */
export const aWarningThenAnIncident = { incidents: 1, notifications: 3 } as const;
export const anIncident = { incidents: 1, notifications: 2 } as const;
/** A problem whose check is taken away has no end to tell of. */
export const anIncidentWithoutEnd = { incidents: 1, notifications: 1 } as const;
