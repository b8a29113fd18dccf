import type { Readable, Writable } from 'node:stream';

/** How a command's channel ended. Only `exited` carries a status: a signal or a lost connection is none. */
export type CommandExit =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'lost'; readonly text: string };

/** One command on a channel of its own. */
export type CommandChannel = {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Never rejects; settles once the channel is gone, whatever the reason. */
  readonly exit: Promise<CommandExit>;
  /**
   * Asks the server to signal the command's process group; absent where the transport cannot. Works only while `stdin`
   * is open, and says nothing of success.
   */
  readonly signal?: (name: 'TERM' | 'KILL') => void;
  /** Gives the channel up at once; harmless after its end. */
  readonly close: () => void;
};

/** The connection went away while the command was handed over: whether the host began, nobody knows. */
export class HandoverLostError extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'HandoverLostError';
  }
}

/** An open way to a shell: the connection of a host, or this computer. */
export type ShellTransport = {
  /**
   * Hands the string to the user's login shell. Rejects with an Error whose message can be shown, or with the signal's
   * reason; with a HandoverLostError where the host may have begun. Waits while the host allows no further channel.
   * Every stream has an `error` handler already.
   */
  readonly openCommand: (command: string, signal: AbortSignal) => Promise<CommandChannel>;
};
