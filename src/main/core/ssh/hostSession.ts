import type { Readable } from 'node:stream';
import type { ConnectionState } from '#shared/host/connection.ts';
import type { DoctorStep } from '#shared/host/doctor.ts';
import type { Host } from '#shared/lab/labFile.ts';
import type { SshName } from '#shared/rpc/contract.ts';
import type { CommandEnd } from '#shared/run/run.ts';
import type { Stop } from '../ports/ports.ts';

/** One question for the probe channel: a POSIX sh script, run by the inner shell of a batch. */
export type ProbeRequest = {
  readonly id: string;
  readonly script: string;
  readonly deadlineMs: number;
  /** False where it may not be started a second time before it has its result (somebody else's program). */
  readonly isRepeatable?: boolean;
};

export type ProbeResult =
  | {
      readonly kind: 'answered';
      readonly id: string;
      readonly exitCode: number;
      readonly stdout: Uint8Array;
      readonly stderr: Uint8Array;
      readonly tookMs: number;
    }
  | { readonly kind: 'timedOut'; readonly id: string }
  /** Nothing was learned about the question, because the connection or its shell went away. */
  | { readonly kind: 'lost'; readonly id: string; readonly text: string };

export type CommandOptions = {
  /** The deadline starts now, before any channel is open. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Folder to run in. Quoted by us. */
  readonly cwd?: string | null;
  /** Fed to standard input, which is then closed; secrets and file contents go here, never into `command`. */
  readonly stdin?: Uint8Array;
};

/** A command on a channel of its own, in a process group that cancel and deadline kill. */
export type RemoteCommand = {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Never rejects and always settles, within the deadline plus the time to kill (5 s at most). */
  readonly ended: Promise<CommandEnd>;
};

/** Both outputs whole, capped at 1 MiB each. */
export type CommandOutput = { readonly end: CommandEnd; readonly stdout: string; readonly stderr: string };

/** One host's connection: opened when needed, kept alive, reconnected with jittered backoff. */
export type HostSession = {
  readonly hostId: string;
  readonly state: () => ConnectionState;
  readonly onState: (listener: (state: ConnectionState) => void) => Stop;
  /** Connects if it is not; resolves at the next settled state (connected, failed, waitingForPerson). */
  readonly connect: (signal?: AbortSignal) => Promise<ConnectionState>;
  /** A person asks again: clears a refused authentication, forgets the backoff. */
  readonly retry: () => void;
  /**
   * All requests in one round trip over the long-lived probe channel; results in the order of the requests. `hear` is
   * told each the moment it is known: a slow check does not hold up the others.
   */
  readonly probe: (
    requests: readonly ProbeRequest[],
    signal?: AbortSignal,
    hear?: (result: ProbeResult) => void,
  ) => Promise<readonly ProbeResult[]>;
  /** POSIX sh text, run exactly as given. Never throws: what cannot start ends `notStarted`. */
  readonly start: (command: string, options: CommandOptions) => RemoteCommand;
  readonly output: (command: string, options: CommandOptions) => Promise<CommandOutput>;
  readonly close: () => Promise<void>;
};

/** The sessions of all hosts; transports are chosen by `host.access`. */
export type Sessions = {
  /** The session of this host; a host whose access changed gets a new one and the old is closed. */
  readonly of: (host: Host) => HostSession;
  /** Closes the sessions of hosts that are not in the list. */
  readonly keepOnly: (hostIds: ReadonlySet<string>) => void;
  /** At once after resume or a network change: forget backoffs and check connections. */
  readonly reconnectAll: () => void;
  readonly sshNames: () => Promise<readonly SshName[]>;
  /** Looks at everything on the way to a working shell, on a connection of its own. */
  readonly doctor: (host: Host, signal: AbortSignal) => AsyncIterable<DoctorStep>;
  readonly close: () => Promise<void>;
};
