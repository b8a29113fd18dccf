import type { CommandEnd } from './run.ts';

/** What one command of a run said: already decoded, redacted and stripped of terminal controls. */
export type StepOutput = {
  readonly command: string;
  readonly end: CommandEnd;
  readonly stdout: string;
  readonly stderr: string;
};
