import type { Clock, Logger, Stop } from '../../ports/ports.ts';
import type { Keyring } from '../authentication/keyring.ts';
import type { Person } from '../authentication/person.ts';
import type { Secrets } from '../authentication/secrets.ts';
import type { AcceptedKeys } from '../hostKeys/acceptedKeys.ts';
import type { ShellTransport } from '../shellTransport.ts';
import type { Gate } from './gate.ts';

/** A connection that stands. */
export type OpenConnection = ShellTransport & {
  /** Resolves with the reason once it is gone, whoever ended it. Never rejects. */
  readonly gone: Promise<string>;
  /** Whether the other side still answers, asked with a message of its own. */
  readonly isAlive: (signal: AbortSignal) => Promise<boolean>;
  /** Told each time a command must wait because the host allows no further channel. */
  readonly onCrowded: (listener: () => void) => Stop;
  readonly close: () => void;
};

/** What every attempt of every host shares. */
export type ConnectionDeps = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly environment: NodeJS.ProcessEnv;
  readonly secrets: Secrets;
  readonly keyring: Keyring;
  readonly accepted: AcceptedKeys;
  /** Handshakes cost our own processor time. */
  readonly handshakes: Gate;
  /** Servers drop connections when many are not logged in yet (MaxStartups). */
  readonly startupsOf: (server: string) => Gate;
};

/** What belongs to one attempt. */
export type Attempt = {
  readonly hostId: string;
  /** What the person calls the host: for texts. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly person: Person;
  /** Told of each step as it is passed; the doctor listens. */
  readonly passed?: (step: 'tcp' | 'banner' | 'keyExchange' | 'hostKey' | 'authentication', text: string) => void;
};
