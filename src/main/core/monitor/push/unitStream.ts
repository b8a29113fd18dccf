import type { CommandOptions, RemoteCommand } from '../../ssh/hostSession.ts';

/** Seconds after which a follower ends by itself, so that a host cut off from us is rid of it. */
export const followerSeconds = 110;

/** One way to be told of unit changes: a command whose lines are read, and the proof that it can be trusted. */
export type UnitStream = {
  readonly name: 'dbus' | 'journal';
  readonly command: string;
  /** Probed until the stream has proved itself; null where its first line is the proof. */
  readonly proof: string | null;
  /** What a line of its output says. */
  readonly read: (line: string) => StreamLine;
};

export type StreamLine =
  | { readonly kind: 'unit'; readonly unit: string; readonly isProof: boolean }
  | { readonly kind: 'proof' }
  | { readonly kind: 'nothing' };

export type Follower = {
  /** True once the stream has proved itself, false when it ended or did not in time. */
  readonly proved: Promise<boolean>;
  readonly ended: Promise<string>;
  readonly stop: () => void;
};

/** What a stream is run with. */
export type StreamRunner = {
  readonly start: (command: string, options: CommandOptions) => RemoteCommand;
  /** Probes the proof; its outcome shows in the stream. */
  readonly prove: (command: string) => Promise<void>;
};
