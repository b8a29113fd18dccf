import type { MeasuredValue, Observation, Outcome } from '#shared/check/observation.ts';

/** Something that fills up: `used` of `capacity`, watched for the time to full. */
export type Gauge = {
  readonly name: string;
  /** For the text: `disk /`. */
  readonly what: string;
  readonly used: number;
  readonly capacity: number;
};

/** What an answer means; time and duration are added by the caller. */
export type Reading = {
  readonly outcome: Outcome;
  readonly text: string;
  /** The value worth plotting comes first. */
  readonly values: readonly MeasuredValue[];
  readonly final?: boolean;
  readonly settlesWithinMs?: number;
  readonly gauges?: readonly Gauge[];
  /** How often systemd or a container engine has restarted it by itself since somebody started it. */
  readonly restarts?: number;
};

/** What a script on the host wrote. */
export type Answer = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
};

export type ReadContext = {
  /** The newest answer to this very question; null before the first. */
  readonly last: Observation | null;
  /** It was answered before with something else than `unknown`. */
  readonly wasKnown: boolean;
  /** The observer's wall clock. */
  readonly now: number;
};

/** How a check is asked: by a script on the host, from this computer, or by the connection itself. */
export type Ask =
  | { readonly where: 'connection' }
  | {
      readonly where: 'host';
      readonly script: string;
      readonly read: (answer: Answer, context: ReadContext) => Reading;
      /** What it means that no answer came in this many seconds although the host answers; unknown where absent. */
      readonly readSilence?: (seconds: number) => Reading;
    }
  /** All units of a batch are asked by one command. */
  | { readonly where: 'hostUnits'; readonly unit: string }
  | { readonly where: 'observer'; readonly ask: (signal: AbortSignal, context: ReadContext) => Promise<Reading> };

/** The check could not be answered; `text` says why and what to try. */
export function unknownReading(text: string): Reading {
  return { outcome: 'unknown', text, values: [] };
}

/** The first line of an error output, short enough for one line of text. */
export function firstLine(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
