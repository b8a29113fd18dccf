import type { Attempt, OpenConnection } from '../connection/openConnection.ts';

/** Makes one attempt to connect to one host, by whichever transport it uses. */
export type Connector = (attempt: Omit<Attempt, 'hostId' | 'name'>) => Promise<OpenConnection>;
