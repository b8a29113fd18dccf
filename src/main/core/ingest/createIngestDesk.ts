import { randomBytes } from 'node:crypto';
import type { Alert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { hostNamed } from '#shared/ingest/hostNamed.ts';
import type { IngestAddress, IngestView } from '#shared/ingest/ingestSettings.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { secondMs } from '#shared/time/instant.ts';
import type { Clock, Logger, Stop, Vault } from '../ports/ports.ts';
import { createIngest, ingestPaths, type Ingest } from './createIngest.ts';

const retryMs = 30 * secondMs;
const loopback = '127.0.0.1';

/** The vault's name for the token that senders show. */
export const ingestTokenName = 'ingest:token';

export type IngestDeskDependencies = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly vault: Vault;
  readonly lab: () => LabFile;
  readonly openAlerts: () => readonly Alert[];
  readonly newId: () => string;
  readonly report: (change: AlertChange) => void;
};

/** Listens where the lab says, with a token from the vault that is made once. */
export type IngestDesk = {
  /** The lab, the token or the vault changed. */
  readonly review: () => void;
  /** After the newest review. Holds the token: for the settings only. */
  readonly view: () => Promise<IngestView>;
  readonly close: () => Promise<void>;
};

type Running = { readonly key: string; readonly server: Ingest; readonly token: string };

export function createIngestDesk(dependencies: IngestDeskDependencies): IngestDesk {
  const { clock, logger, vault, lab } = dependencies;
  let running: Running | null = null;
  let problem: string | null = null;
  let queue: Promise<void> = Promise.resolve();
  let stopRetry: Stop = () => undefined;
  let isClosed = false;

  const stop = async (): Promise<void> => {
    const old = running;
    running = null;
    await old?.server.close();
  };

  const listen = async ({ address = loopback, port }: IngestAddress): Promise<void> => {
    const token = await tokenFrom(vault);
    const key = `${address} ${port} ${token}`;
    if (running?.key === key) return;
    await stop();
    const server = await createIngest({
      ...dependencies,
      address,
      port,
      token,
      hostOf: (names) => hostNamed(lab(), names),
    });
    running = { key, server, token };
    logger.info('listening for alerts of other monitors', { url: server.url });
  };

  const apply = async (): Promise<void> => {
    const wanted = isClosed ? undefined : lab().ingest;
    problem = null;
    if (wanted === undefined) return await stop();
    try {
      await listen(wanted);
    } catch (error) {
      await stop();
      problem = problemOf(error, wanted);
      logger.warn('cannot listen for alerts of other monitors', { error: problem });
      if (vault.state() !== 'locked') stopRetry = clock.after(retryMs, review);
    }
  };

  const review = (): void => {
    stopRetry();
    queue = queue.then(apply);
  };

  const stopUnlocked = vault.onUnlocked(review);
  review();

  return {
    review,
    view: async () => {
      await queue;
      if (running !== null) {
        return { kind: 'listening', url: running.server.url, token: running.token, paths: ingestPaths };
      }
      return problem === null ? { kind: 'off' } : { kind: 'failed', error: problem };
    },
    close: async () => {
      isClosed = true;
      stopUnlocked();
      review();
      await queue;
    },
  };
}

async function tokenFrom(vault: Vault): Promise<string> {
  if (vault.state() === 'locked') throw new Error('the vault is locked; it keeps the token');
  const known = await vault.get(ingestTokenName);
  if (known !== null) return known;
  const made = randomBytes(24).toString('base64url');
  await vault.set(ingestTokenName, made);
  return made;
}

function problemOf(error: unknown, { address = loopback, port }: IngestAddress): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return `another program listens on port ${port} of ${address}; choose another port`;
  if (code === 'EADDRNOTAVAIL') return `this computer has no address ${address} now; it is tried again`;
  if (code === 'EACCES') return `port ${port} needs more rights; choose one above 1023`;
  return error instanceof Error ? error.message : String(error);
}
