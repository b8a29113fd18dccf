import type { CheckDefinition } from '#shared/check/checkDefinition.ts';
import type { Discovery } from '#shared/discovery/proposal.ts';
import type { CheckHistory } from '#shared/history/history.ts';
import type { IngestView } from '#shared/ingest/ingestSettings.ts';
import type { Host, Service } from '#shared/lab/labFile.ts';
import type { NotificationAction } from '#shared/notification/notification.ts';
import type { DemoBreakage, DemoView, ShellView } from '#shared/rpc/contract.ts';
import type { Preferences } from '#shared/rpc/preferences.ts';
import type { Channels } from '../channels/createChannels.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { LabFolder } from '../labFolder/labFolder.ts';
import type { Messages } from '../messages/messages.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Clock, Logger, Stop } from '../ports/ports.ts';
import type { Prompts } from '../ports/prompts.ts';
import type { Runbooks } from '../runbooks/runbooks.ts';
import type { Runs } from '../runs/runs.ts';
import type { Silences } from '../silences/createSilences.ts';
import type { Sessions } from '../ssh/hostSession.ts';
import type { Journal } from '../storage/journal.ts';
import type { Transcripts } from '../storage/transcripts.ts';

/** What the router needs of the notifications: answers and the pause, each journalled with its request's id. */
export type NotificationAnswers = {
  /**
   * Returns the run that it started, or null. Throws `RequestError` NOT_FOUND when there never was such a notification;
   * a second answer changes nothing.
   */
  readonly answer: (request: {
    readonly requestId: string;
    readonly notificationId: string;
    readonly action: NotificationAction | 'dismiss';
  }) => string | null;
  /** Starts a remedy from outside the window; what is refused is said as a notification. */
  readonly startRemedy: (request: {
    readonly requestId: string;
    readonly incidentId: string;
    readonly actionId: string;
  }) => string | null;
  /** 0 minutes ends a pause. */
  readonly pause: (request: { readonly requestId: string; readonly minutes: number }) => void;
};

/** Edits of `lab.yaml` that a person asked for, journalled as `lab.changed` with the request's id. */
export type LabEdits = {
  readonly addHost: (request: {
    readonly requestId: string;
    readonly host: Omit<Host, 'checks'> & { readonly checks?: Host['checks'] | undefined };
    readonly defaultChecks: boolean;
  }) => void;
  readonly removeHost: (request: { readonly requestId: string; readonly hostId: string }) => void;
  readonly addService: (request: {
    readonly requestId: string;
    readonly service: Omit<Service, 'checks' | 'variables'> & {
      readonly checks?: Service['checks'] | undefined;
      readonly variables?: Service['variables'] | undefined;
    };
    readonly runbookChecks: boolean;
  }) => void;
  readonly addChecks: (request: {
    readonly requestId: string;
    readonly hostId: string;
    readonly checks: readonly CheckDefinition[];
  }) => void;
  readonly removeService: (request: { readonly requestId: string; readonly serviceId: string }) => void;
  readonly writeText: (request: {
    readonly requestId: string;
    readonly text: string;
    readonly baseHash: string;
  }) => void;
};

/** The preferences of this computer, valid at all times. */
export type PreferenceDesk = {
  readonly read: () => Preferences;
  /** Writes at once and tells the listeners; members that are not named stay. */
  readonly change: (patch: Partial<{ [K in keyof Preferences]: Preferences[K] | undefined }>) => Preferences;
  readonly onChanged: (listener: (preferences: Preferences) => void) => Stop;
};

/** The demo lab as the window sees it. */
export type DemoControl = {
  readonly view: () => DemoView;
  /** Does nothing while it runs. */
  readonly start: () => Promise<void>;
  /** Throws `RequestError` CONFLICT while it does not run. */
  readonly break: (how: DemoBreakage) => Promise<void>;
};

/** The secrets that a window may set and never read. */
export type Secrets = {
  /** The names that are there, of those that the lab in force has a use for. */
  readonly names: () => Promise<readonly string[]>;
  readonly set: (name: string, secret: string) => Promise<void>;
  readonly delete: (name: string) => Promise<void>;
  /** Throws `RequestError` INVALID for a wrong passphrase. */
  readonly unlock: (passphrase: string) => Promise<void>;
};

/** Everything that the router speaks for. `createCore` builds it; nothing else does. */
export type CoreServices = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly journal: Journal;
  readonly labFolder: LabFolder;
  readonly labEdits: LabEdits;
  readonly monitor: Monitor;
  readonly sessions: Sessions;
  readonly incidents: Incidents;
  readonly runs: Runs;
  readonly diagnosis: Diagnosis;
  readonly runbooks: Runbooks;
  readonly messages: Messages;
  readonly notifications: NotificationAnswers;
  readonly prompts: Prompts;
  readonly transcripts: Transcripts;
  readonly preferences: PreferenceDesk;
  readonly demo: DemoControl;
  readonly channels: Pick<Channels, 'test'>;
  readonly secrets: Secrets;
  readonly ingestView: () => Promise<IngestView>;
  readonly silences: Silences;
  readonly history: { readonly read: (checkId: string, fromAt: number, toAt: number) => CheckHistory };
  /** Throws `RequestError` UNAVAILABLE when the host cannot be asked. */
  readonly discover: (host: Host, signal: AbortSignal) => Promise<Discovery>;
  /** What this shell can do now; `onShellChanged` tells of vault and demo. */
  readonly shellView: () => ShellView;
  readonly onShellChanged: (listener: () => void) => Stop;
};
