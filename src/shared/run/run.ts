import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

export const effectSchema = z.enum(['reads', 'changes', 'destroys']);
export type Effect = z.infer<typeof effectSchema>;

export const consentSchema = z.enum(['none', 'click', 'confirm', 'type']);
/** What a run asks of the person before it acts; `type` means typing the host's name. */
export type Consent = z.infer<typeof consentSchema>;

/**
 * What is to be run: an action of a runbook, evidence that Sitrep gathers by itself when an incident opens, or all
 * diagnostics that fit an incident at once.
 * `serviceId` decides the variables; a host's own runbook has none.
 */
export const runSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('action'), runbookId: z.string(), runbookHash: z.string(), actionId: z.string() }),
  z.strictObject({ kind: z.literal('evidence') }),
  z.strictObject({ kind: z.literal('diagnosis') }),
]);
export type RunSubject = z.infer<typeof runSubjectSchema>;

export const plannedStepSchema = z.strictObject({
  title: z.string(),
  /** Exactly what the host's shell will be given, variables filled in. */
  command: z.string(),
  cwd: z.string().nullable(),
  timeoutMs: z.int().positive(),
});
export type PlannedStep = z.infer<typeof plannedStepSchema>;

/** How a remedy proves itself: the check that fired, and what the remedy itself promises. */
export const verificationSchema = z.strictObject({
  /** Checks that must be ok again; the ones that fired come first. */
  checkIds: z.array(z.string()),
  /** Milliseconds within which recovery must be seen. */
  windowMs: z.int().positive(),
});
export type Verification = z.infer<typeof verificationSchema>;

export const wayBackSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), why: z.string() }),
  z.strictObject({
    kind: z.literal('kept'),
    text: z.string(),
    untilAt: instantSchema.nullable(),
    /** What undoing needs to know: folders, refs, states from before. Absent in a plan, before anything is kept. */
    handle: z.record(z.string(), z.string()).optional(),
  }),
]);
/** What undoes a run, or the plain statement that nothing does. */
export type WayBack = z.infer<typeof wayBackSchema>;

export const runPlanSchema = z.strictObject({
  title: z.string(),
  effect: effectSchema,
  consent: consentSchema,
  steps: z.array(plannedStepSchema).min(1),
  verification: verificationSchema.nullable(),
  /** Only one run at a time holds a resource of a host: `unit:gitops-auditor`, or `host`. */
  resource: z.string(),
  wayBack: wayBackSchema,
  /** The typed remedy with its options filled in, so that undoing needs nothing but the journal. */
  remedy: z.strictObject({ kind: z.string(), options: z.record(z.string(), z.string()) }).optional(),
  /** Where the runbook does not say from which folder its commands run: what a person named, null before. */
  folder: z.string().nullable().optional(),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

/** One line of the preflight: a fact from the host itself, and whether it stands in the way. */
export const preflightItemSchema = z.strictObject({
  verdict: z.enum(['fine', 'cost', 'refusal']),
  text: z.string(),
});
export type PreflightItem = z.infer<typeof preflightItemSchema>;

/** How a command on a host ended. A lost connection is not an exit status, and a signal is not success. */
export const commandEndSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), code: z.int() }),
  z.strictObject({ kind: z.literal('signalled'), signal: z.string() }),
  z.strictObject({ kind: z.literal('timedOut'), killed: z.boolean() }),
  z.strictObject({ kind: z.literal('cancelled'), killed: z.boolean() }),
  z.strictObject({ kind: z.literal('connectionLost'), text: z.string() }),
  z.strictObject({ kind: z.literal('notStarted'), text: z.string() }),
]);
export type CommandEnd = z.infer<typeof commandEndSchema>;

/** The end of a run. `unknown` is never repeated by itself, and looked at first. */
export const runOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('succeeded'), text: z.string() }),
  z.strictObject({ kind: z.literal('failed'), text: z.string() }),
  z.strictObject({ kind: z.literal('refused'), text: z.string() }),
  z.strictObject({ kind: z.literal('cancelled'), text: z.string() }),
  z.strictObject({ kind: z.literal('unknown'), text: z.string() }),
]);
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

/** A fact that a diagnostic established, and the actions of the runbook that it suggests, best first. */
export const findingSchema = z.strictObject({
  id: z.string(),
  severity: z.enum(['ok', 'info', 'warning', 'critical', 'unknown']),
  text: z.string(),
  /** The lines of output that show it. */
  proof: z.string(),
  suggests: z.array(z.strictObject({ actionId: z.string(), reason: z.string() })),
});
export type Finding = z.infer<typeof findingSchema>;

export const stepEndSchema = z.strictObject({ index: z.int(), end: commandEndSchema, tookMs: z.number() });

/**
 *   (folder named) -> planned -> preflighted -> (consented) -> capturing -> executing -> verifying -> ended
 *          \_____________\___________\______________\______________\____________\___________________/
 */
export const runStageSchema = z.enum([
  'planned',
  'awaitingFolder',
  'awaitingConsent',
  'capturing',
  'executing',
  'verifying',
  'undoing',
  'ended',
]);
export type RunStage = z.infer<typeof runStageSchema>;

/** A run as the journal tells it. */
export type Run = {
  readonly id: string;
  readonly incidentId: string | null;
  readonly hostId: string;
  readonly serviceId: string | null;
  readonly subject: RunSubject;
  readonly plan: RunPlan;
  readonly stage: RunStage;
  readonly preflight: readonly PreflightItem[];
  readonly wayBack: WayBack;
  readonly stepEnds: readonly z.infer<typeof stepEndSchema>[];
  readonly findings: readonly Finding[];
  readonly outcome: RunOutcome | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly cancelRequested: boolean;
  /** Started by one click outside the window, which is its consent where a click is all it asks. */
  readonly clicked?: true | undefined;
  /** The way back was taken; null while it was not. */
  readonly undoneAt: number | null;
  /** How the last try to take the way back ended; absent before one. */
  readonly undoOutcome?: RunOutcome;
};

/** A piece of a run's output, as stored and shown: already redacted, decoded and stripped of terminal controls. */
export const transcriptChunkSchema = z.strictObject({
  /** Position in the transcript, counted from 0; a client that sees a gap asks again. */
  index: z.int(),
  at: instantSchema,
  step: z.int(),
  stream: z.enum(['stdout', 'stderr', 'note']),
  text: z.string(),
});
export type TranscriptChunk = z.infer<typeof transcriptChunkSchema>;
