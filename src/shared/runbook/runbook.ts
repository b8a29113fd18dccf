import { z } from 'zod';
import type { CheckDefinition } from '../check/checkDefinition.ts';
import { type consentSchema, effectSchema } from '../run/run.ts';

export const runbookVariableSchema = z.strictObject({
  default: z.union([z.string(), z.number()]).transform(String).optional(),
  /** A regular expression that the whole value must match before it reaches a command line. */
  pattern: z.string().optional(),
  description: z.string().optional(),
});

export type ResponseTime =
  | { readonly kind: 'within'; readonly minutes: number; readonly text: string }
  | { readonly kind: 'nextBusinessDay'; readonly text: string };

export type SeverityLevel = {
  /** 1 is the most severe. */
  readonly rank: 1 | 2 | 3 | 4;
  readonly label: string;
  readonly name: string;
  readonly criteria: readonly string[];
  readonly response: ResponseTime | null;
  /** What else the document says of it, such as how often to tell the users, under its own words. */
  readonly details: readonly { readonly label: string; readonly text: string }[];
  readonly line: number;
};

/** A thing to be done by a person. `tick` names the fact from which it counts as done by itself. */
export type RunbookStep = {
  readonly id: string;
  readonly text: string;
  readonly line: number;
  readonly tick: string | null;
};

/** Minutes are counted from acknowledgement for phases, from resolution for follow-ups. */
export type TimedList = {
  readonly id: string;
  readonly title: string;
  /** The text names no span of time: both numbers are 0 and mean nothing. */
  readonly isUntimed?: true;
  readonly fromMinutes: number;
  readonly toMinutes: number;
  readonly steps: readonly RunbookStep[];
  readonly line: number;
};

export const actionStepSchema = z.strictObject({
  /** As written; `{{variables}}` not yet filled in. */
  command: z.string(),
  /** Folder that the command runs in, from front matter and `cd`; null where the text names none. */
  cwd: z.string().nullable(),
  effect: effectSchema,
  line: z.int(),
});

/** One thing a runbook can do on a host. */
export type RunbookAction = {
  readonly id: string;
  readonly title: string;
  /** Titles of the headings above it, outermost first. */
  readonly section: readonly string[];
  readonly purpose: 'diagnostic' | 'remedy';
  readonly steps: readonly z.infer<typeof actionStepSchema>[];
  readonly effect: z.infer<typeof effectSchema>;
  readonly consent: z.infer<typeof consentSchema>;
  /** A typed remedy that knows what it does, such as `restart-unit`; null for free commands. */
  readonly remedy: { readonly kind: string; readonly options: Readonly<Record<string, string>> } | null;
  /** Check ids of the runbook whose recovery proves it, beside the one that fired. */
  readonly verify: readonly string[];
  readonly timeoutMs: number;
  /** Only one run at a time holds it, such as `unit:{{unit}}`; absent where the document names none. */
  readonly resource?: string;
  /** Placeholders such as `<pod>` or `$NODE` that nobody declared: not runnable until they are variables. */
  readonly undeclared?: readonly string[];
  /** A relative path is named but no folder: not runnable until `cwd` is known. */
  readonly needsCwd: boolean;
  /** Names of the variables its commands use. */
  readonly variables: readonly string[];
  readonly line: number;
};

export type IssuePattern = {
  readonly id: string;
  readonly title: string;
  readonly points: readonly RunbookStep[];
  readonly line: number;
};

export type EscalationTarget = {
  readonly order: number;
  readonly name: string;
  readonly when: string;
  readonly line: number;
};
export type EscalationLadder = {
  readonly title: string;
  readonly targets: readonly EscalationTarget[];
  readonly line: number;
};

export const messageTemplateSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** What the message is for, told from its heading and subject. */
  purpose: z.enum(['initial', 'progress', 'resolution', 'other']),
  subject: z.string(),
  body: z.string(),
  /** Each once, in order of appearance, as written without its delimiters. */
  placeholders: z.array(z.string()).readonly(),
  line: z.int(),
});
export type MessageTemplate = Readonly<z.infer<typeof messageTemplateSchema>>;

/** Turns output of a diagnostic into a finding: a regular expression over one action's output. */
export type FindingRule = {
  readonly id: string;
  readonly action: string;
  readonly pattern: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** May use `$1` and `$<name>` of the pattern. */
  readonly text: string;
  readonly suggests: readonly { readonly actionId: string; readonly reason: string }[];
};

export type PlainList = { readonly title: string; readonly items: readonly string[]; readonly line: number };

export type RunbookProblem = {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string;
};

/** What a procedures document means. Lines are 1-based lines of the file. */
export type Runbook = {
  readonly name: string;
  readonly variables: Readonly<Record<string, z.infer<typeof runbookVariableSchema>>>;
  readonly cwd: string | null;
  /** Checks that a service with this runbook starts with; written into `lab.yaml` when the service is added. */
  readonly checks: readonly CheckDefinition[];
  readonly findings: readonly FindingRule[];
  readonly levels: readonly SeverityLevel[];
  readonly phases: readonly TimedList[];
  readonly actions: readonly RunbookAction[];
  readonly issuePatterns: readonly IssuePattern[];
  readonly escalation: readonly EscalationLadder[];
  readonly templates: readonly MessageTemplate[];
  readonly followUps: readonly TimedList[];
  readonly prevention: readonly PlainList[];
  /** Sentences that hold always, such as a closing rule. */
  readonly rules: readonly { readonly text: string; readonly line: number }[];
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
  readonly problems: readonly RunbookProblem[];
};
