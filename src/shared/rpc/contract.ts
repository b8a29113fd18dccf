import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { checkDefinitionSchema } from '../check/checkDefinition.ts';
import type { DeskState } from '../desk/deskState.ts';
import type { JournalEvent } from '../desk/journalEvent.ts';
import type { ChangeDifference } from '../diagnosis/changes/changeDifference.ts';
import type { Discovery } from '../discovery/proposal.ts';
import type { CheckHistory } from '../history/history.ts';
import type { DoctorStep } from '../host/doctor.ts';
import type { LiveView } from '../host/liveView.ts';
import { incidentStatusSchema, incidentTimestampSchema, severitySchema } from '../incident/incident.ts';
import type { IngestView } from '../ingest/ingestSettings.ts';
import { identifierSchema } from '../lab/identifiers.ts';
import { hostSchema, serviceSchema, type LabView } from '../lab/labFile.ts';
import { messageViaSchema, type Draft } from '../message/message.ts';
import { notificationActionSchema } from '../notification/notification.ts';
import { promptAnswerSchema } from '../prompt/prompt.ts';
import type { Runbook } from '../runbook/runbook.ts';
import type { TranscriptChunk } from '../run/run.ts';
import { silenceTargetSchema } from '../silence/silence.ts';
import { instantSchema } from '../time/instant.ts';
import { preferencesPatchSchema, type Preferences } from './preferences.ts';
import { rpcErrors } from './errors.ts';

/** Made by the client and unique in the journal: a repeat of the request gets the first result. */
export const requestIdSchema = z.uuid();

const base = oc.errors(rpcErrors);
const requestId = requestIdSchema;
const incidentId = z.string();
const none = z.strictObject({});

const query = <TInput extends z.ZodType, TOutput>(input: TInput, output: ReturnType<typeof type<TOutput>>) =>
  base.input(input).output(output);
const done = type<{ readonly revision: number }>();

export type Snapshot = {
  readonly desk: DeskState;
  readonly lab: LabView;
  readonly live: LiveView;
  readonly preferences: Preferences;
  readonly shell: ShellView;
  /** The core's clock when this was taken. */
  readonly takenAt: number;
};

/** What this shell can do, so that the window offers nothing that will not work. */
export type ShellView = {
  readonly kind: 'electron' | 'web';
  readonly version: string;
  readonly vault: 'open' | 'locked' | 'memory';
  /** Names of the two demo hosts while the demo lab runs. */
  readonly demo: DemoView;
  readonly nativeNotifications: boolean;
  readonly dataFolder: string;
  readonly user: string;
  readonly observerName: string;
  readonly timeZone: string;
};

export const demoBreakageSchema = z.enum(['stop', 'kill', 'breakConfig']);
export type DemoBreakage = z.infer<typeof demoBreakageSchema>;
export type DemoView =
  | { readonly kind: 'off' }
  | { readonly kind: 'on'; readonly hostIds: readonly string[]; readonly serviceId: string };

export type RunbookListItem = {
  readonly id: string;
  readonly fileName: string;
  readonly name: string;
  readonly origin: 'builtIn' | 'labFolder';
  readonly hash: string;
  readonly actions: number;
  readonly problems: number;
};
export type RunbookView = {
  readonly id: string;
  readonly hash: string;
  readonly text: string;
  readonly runbook: Runbook;
};

/** One message of the stream that keeps clients current. Only `events` advances the revision. */
export type DeskChange =
  | { readonly kind: 'events'; readonly events: readonly JournalEvent[] }
  | { readonly kind: 'live'; readonly live: LiveView }
  | { readonly kind: 'shell'; readonly shell: ShellView }
  | { readonly kind: 'preferences'; readonly preferences: Preferences }
  /** Sent when the file on disk became valid or invalid too, which the journal does not tell. */
  | { readonly kind: 'lab'; readonly lab: LabView };

/** What `~/.ssh/config` says of a name, for the form that adds a host. */
export type SshName = {
  readonly alias: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly jumps: string | null;
};

/** The secrets that a window may set: it can never read one, and those that ssh needs are asked for by prompts. */
export const settableSecretSchema = z
  .string()
  .regex(
    /^((channel|sudo):[a-z0-9][a-z0-9._-]{0,62}|ingest:token)$/,
    'must be channel:<id>, sudo:<host id> or ingest:token',
  );

const runRef = z.strictObject({ requestId, runId: z.string() });

export const contract = {
  desk: {
    snapshot: query(none, type<Snapshot>()),
    /** Events after the given revision, then whatever comes; live views in between, newest only. */
    follow: base.input(z.strictObject({ afterRevision: z.int().min(0) })).output(eventIterator(type<DeskChange>())),
    /** One incident's events in order, for its timeline. */
    timeline: query(z.strictObject({ incidentId }), type<readonly JournalEvent[]>()),
  },
  lab: {
    sshNames: query(none, type<readonly SshName[]>()),
    /** Without `checks`, the host starts with reachable, disk, memory and load. */
    addHost: query(
      z.strictObject({ requestId, host: hostSchema.partial({ checks: true }), defaultChecks: z.boolean() }),
      done,
    ),
    removeHost: query(z.strictObject({ requestId, hostId: identifierSchema }), done),
    /** With `runbookChecks`, the checks of its runbook are written into the file too. */
    addService: query(
      z.strictObject({
        requestId,
        service: serviceSchema.partial({ checks: true, variables: true }),
        runbookChecks: z.boolean(),
      }),
      done,
    ),
    removeService: query(z.strictObject({ requestId, serviceId: identifierSchema }), done),
    /** Writes further checks of a host into the file; those whose ids are taken are refused with all others. */
    addChecks: query(
      z.strictObject({
        requestId,
        hostId: identifierSchema,
        checks: z.array(checkDefinitionSchema).min(1).max(500),
      }),
      done,
    ),
    readText: query(none, type<{ readonly text: string; readonly hash: string }>()),
    /** Refused with line and column while it is not valid, or when the file changed since `baseHash`. */
    writeText: query(z.strictObject({ requestId, text: z.string().max(1_000_000), baseHash: z.string() }), done),
  },
  host: {
    /** Asks everything of a host at once instead of waiting for the next due time. */
    checkNow: query(z.strictObject({ requestId, hostId: identifierSchema }), done),
    /** Tries again to connect, after a refusal too. */
    connect: query(z.strictObject({ requestId, hostId: identifierSchema }), done),
    /** Looks at what runs there and proposes checks; changes nothing. Takes up to a minute. */
    discover: query(z.strictObject({ hostId: identifierSchema }), type<Discovery>()),
    /** Walks name, TCP, banner, keys, authentication, shell, sudo, systemd, journal and clock, one step a message. */
    doctor: base.input(z.strictObject({ hostId: identifierSchema })).output(eventIterator(type<DoctorStep>())),
  },
  prompt: {
    answer: query(z.strictObject({ requestId, promptId: z.string(), answer: promptAnswerSchema }), done),
  },
  incident: {
    open: query(
      z.strictObject({
        requestId,
        title: z.string().trim().min(1).max(200),
        severity: severitySchema,
        hostId: identifierSchema.nullable(),
        serviceId: identifierSchema.nullable(),
      }),
      type<{ readonly revision: number; readonly incidentId: string }>(),
    ),
    acknowledge: query(z.strictObject({ requestId, incidentId }), done),
    setSeverity: query(z.strictObject({ requestId, incidentId, severity: severitySchema, reason: z.string() }), done),
    setStatus: query(z.strictObject({ requestId, incidentId, status: incidentStatusSchema, reason: z.string() }), done),
    addNote: query(z.strictObject({ requestId, incidentId, text: z.string().trim().min(1).max(20_000) }), done),
    setCause: query(z.strictObject({ requestId, incidentId, text: z.string().trim().min(1).max(20_000) }), done),
    markStep: query(
      z.strictObject({
        requestId,
        incidentId,
        stepId: z.string(),
        state: z.enum(['done', 'skipped', 'open']),
        why: z.string(),
      }),
      done,
    ),
    correctTimestamp: query(
      z.strictObject({
        requestId,
        incidentId,
        timestamp: incidentTimestampSchema,
        at: instantSchema,
        reason: z.string(),
      }),
      done,
    ),
    escalate: query(z.strictObject({ requestId, incidentId, target: z.string(), reason: z.string() }), done),
  },
  run: {
    /** Plans the action and runs its preflight; a run whose consent is `none` goes on by itself. */
    start: query(
      z.strictObject({
        requestId,
        incidentId: incidentId.nullable(),
        hostId: identifierSchema,
        serviceId: identifierSchema.nullable(),
        actionId: z.string(),
        runbookId: z.string(),
      }),
      type<{ readonly revision: number; readonly runId: string }>(),
    ),
    /**
     * The folder on the host that the runbook leaves open: INVALID where there is none of that name, or where the commands
     * must not run. Named before the consent, and again as often as wanted; the preflight follows.
     */
    nameFolder: query(z.strictObject({ requestId, runId: z.string(), folder: z.string().min(1).max(4_096) }), done),
    /** `typed` is what the person typed where the consent is `type`. */
    consent: query(z.strictObject({ requestId, runId: z.string(), typed: z.string().nullable() }), done),
    cancel: query(runRef, done),
    /** A stop for all: every run that has not ended, on all hosts. Nothing to stop is no error. */
    cancelAll: query(z.strictObject({ requestId }), done),
    undo: query(runRef, done),
    /** Collects the evidence of an incident again. */
    collectEvidence: query(
      z.strictObject({ requestId, incidentId }),
      type<{ readonly revision: number; readonly runId: string }>(),
    ),
    /** Looks at everything that fits the incident at once, what changed before it included. */
    diagnose: query(
      z.strictObject({ requestId, incidentId }),
      type<{ readonly revision: number; readonly runId: string }>(),
    ),
    /** The difference that a change made, by the finding (`change:...`) that told of it. */
    changeDifference: query(z.strictObject({ runId: z.string(), findingId: z.string() }), type<ChangeDifference>()),
    transcript: query(
      z.strictObject({ runId: z.string() }),
      type<{ readonly chunks: readonly TranscriptChunk[]; readonly lostTail: boolean }>(),
    ),
    /** Chunks from `fromIndex` on; ends when the run ends. */
    follow: base
      .input(z.strictObject({ runId: z.string(), fromIndex: z.int().min(0) }))
      .output(eventIterator(type<TranscriptChunk>())),
  },
  runbook: {
    list: query(none, type<readonly RunbookListItem[]>()),
    get: query(z.strictObject({ id: z.string() }), type<RunbookView>()),
    /** The document as it was when an incident opened. */
    byHash: query(z.strictObject({ hash: z.string() }), type<RunbookView>()),
    /** Writes to the lab folder; a built-in one is copied there first. */
    write: query(
      z.strictObject({
        requestId,
        id: identifierSchema,
        text: z.string().max(1_000_000),
        baseHash: z.string().nullable(),
      }),
      done,
    ),
  },
  message: {
    /** Makes a draft with its fields filled, or refreshes the fields of the one there is and keeps the edits. */
    draft: query(z.strictObject({ requestId, incidentId, templateId: z.string() }), type<Draft>()),
    edit: query(
      z.strictObject({
        requestId,
        incidentId,
        draftId: z.string(),
        to: z.array(z.string()).optional(),
        subject: z.string().optional(),
        body: z.string().optional(),
        /** Values by placeholder; null strikes the field out. */
        fields: z.record(z.string(), z.string().nullable()).optional(),
      }),
      type<Draft>(),
    ),
    /** The finished message as a file, as text or as a link; journalled as sent by that way. */
    send: query(
      z.strictObject({ requestId, incidentId, draftId: z.string(), via: messageViaSchema }),
      type<{ readonly revision: number; readonly fileName: string | null; readonly content: string }>(),
    ),
  },
  notification: {
    answer: query(
      z.strictObject({
        requestId,
        notificationId: z.string(),
        action: z.union([notificationActionSchema, z.literal('dismiss')]),
      }),
      /** `runId` is the run that the answer `remedy` started. */
      type<{ readonly revision: number; readonly runId: string | null }>(),
    ),
    pause: query(z.strictObject({ requestId, minutes: z.int().min(0).max(10_080) }), done),
  },
  channel: {
    /** Sends a test message and waits for the receiver's word; UNAVAILABLE says why it was not taken. */
    test: query(z.strictObject({ requestId, channelId: identifierSchema }), done),
  },
  vault: {
    /** Which of the names that a window may set are there. */
    names: query(none, type<readonly string[]>()),
    setSecret: query(
      z.strictObject({ requestId, name: settableSecretSchema, secret: z.string().min(1).max(4096) }),
      done,
    ),
    deleteSecret: query(z.strictObject({ requestId, name: settableSecretSchema }), done),
    /** Opens a vault that a passphrase keeps; INVALID when it is not the one. */
    unlock: query(z.strictObject({ requestId, passphrase: z.string().min(1).max(4096) }), done),
  },
  ingest: {
    /** Where other monitors post, and the token that they show. */
    settings: query(none, type<IngestView>()),
  },
  history: {
    read: query(
      z.strictObject({ checkId: identifierSchema, fromAt: instantSchema, toAt: instantSchema }),
      type<CheckHistory>(),
    ),
  },
  silence: {
    add: query(
      z.strictObject({
        requestId,
        target: silenceTargetSchema,
        minutes: z.int().min(1).max(43_200),
        reason: z.string().max(500),
      }),
      type<{ readonly revision: number; readonly silenceId: string }>(),
    ),
    remove: query(z.strictObject({ requestId, silenceId: z.string() }), done),
  },
  demo: {
    start: query(z.strictObject({ requestId }), done),
    break: query(z.strictObject({ requestId, how: demoBreakageSchema }), done),
  },
  preferences: {
    set: query(z.strictObject({ requestId, patch: preferencesPatchSchema }), type<Preferences>()),
  },
};

export type Contract = typeof contract;
