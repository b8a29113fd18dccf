import { timingSafeEqual, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZodError } from 'zod';
import type { Alert } from '#shared/alert/alert.ts';
import type { AlertChange } from '#shared/alert/alertChange.ts';
import { readAlertmanager } from '#shared/ingest/alertmanager.ts';
import type { IngestedAlert } from '#shared/ingest/ingestedAlert.ts';
import { nextIngestChanges, type IngestContext } from '#shared/ingest/nextIngestChanges.ts';
import { readUptimeKuma } from '#shared/ingest/uptimeKuma.ts';
import type { Clock, Logger } from '../ports/ports.ts';

const largestBodyBytes = 4 * 1024 * 1024;

/** What senders post to, and who understands it. */
const readers: Readonly<
  Record<string, { readonly sourceId: string; readonly read: (payload: unknown) => readonly IngestedAlert[] }>
> = {
  '/ingest/alertmanager': { sourceId: 'alertmanager', read: readAlertmanager },
  '/ingest/uptime-kuma': { sourceId: 'uptime-kuma', read: readUptimeKuma },
};

export const ingestPaths: readonly string[] = Object.keys(readers);

export type IngestDependencies = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly address: string;
  readonly port: number;
  /** Senders show it as `Authorization: Bearer`. */
  readonly token: string;
  readonly openAlerts: () => readonly Alert[];
  readonly hostOf: (names: readonly string[]) => string | null;
  readonly newId: () => string;
  readonly report: (change: AlertChange) => void;
};

export type Ingest = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Listens for the webhooks of what the person already has. A delivery is answered 200 only after it is journalled; one
 * that is sent again until then leads to the same alert. Rejects with the error of the server that cannot listen.
 */
export async function createIngest(given: IngestDependencies): Promise<Ingest> {
  const dependencies: Prepared = { ...given, alertIdOf: lastingIds(given) };
  const server = createServer((request, response) => {
    void answer(request, dependencies).then(({ status, text }) => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    });
  });
  await listen(server, dependencies.address, dependencies.port);
  const { port } = server.address() as AddressInfo;
  const host = dependencies.address.includes(':') ? `[${dependencies.address}]` : dependencies.address;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

type Answer = { readonly status: number; readonly text: string };

type Prepared = IngestDependencies & { readonly alertIdOf: (sourceId: string, fingerprint: string) => string };

async function answer(request: IncomingMessage, dependencies: Prepared): Promise<Answer> {
  const reader = readers[(request.url ?? '').split('?')[0] ?? ''];
  if (!isSame(request.headers.authorization ?? '', `Bearer ${dependencies.token}`))
    return { status: 401, text: 'wrong or missing token' };
  if (reader === undefined) return { status: 404, text: `post to one of ${Object.keys(readers).join(', ')}` };
  if (request.method !== 'POST') return { status: 405, text: 'only POST' };
  try {
    const body = await readBody(request);
    if (body === null) return { status: 413, text: 'larger than 4 MiB' };
    const alerts = reader.read(JSON.parse(body));
    const changesOf = (some: readonly IngestedAlert[]) =>
      nextIngestChanges(some, contextOf(reader.sourceId, dependencies));
    const changes = changesOf(alerts);
    for (const change of changes) dependencies.report(change);
    const lasting = alerts.filter(({ state }) => state !== 'told');
    if (changes.length > 0 && changesOf(lasting).length > 0)
      return { status: 503, text: 'could not be kept; send it again' };
    return { status: 200, text: `${changes.length} changes` };
  } catch (error) {
    if (error instanceof SyntaxError)
      return { status: 400, text: 'not JSON; in Uptime Kuma choose application/json as the body' };
    if (error instanceof ZodError)
      return { status: 400, text: `not a message of ${reader.sourceId}: ${error.issues[0]?.path.join('.') ?? ''}` };
    dependencies.logger.error('ingest failed', { source: reader.sourceId, error: String(error) });
    return { status: 500, text: 'could not be kept; send it again' };
  }
}

function contextOf(sourceId: string, { clock, openAlerts, hostOf, alertIdOf }: Prepared): IngestContext {
  const newId = (fingerprint: string) => alertIdOf(sourceId, fingerprint);
  return { sourceId, now: clock.now(), openAlerts: openAlerts(), hostOf, newId };
}

/** A problem that could not be journalled yet keeps the id that it was first reported with. */
function lastingIds({ openAlerts, newId }: IngestDependencies): Prepared['alertIdOf'] {
  const promised = new Map<string, string>();
  return (sourceId, fingerprint) => {
    const open = new Set(openAlerts().map(({ id }) => id));
    for (const [key, id] of promised) if (open.has(id)) promised.delete(key);
    const key = `${sourceId} ${fingerprint}`;
    const id = promised.get(key) ?? newId();
    promised.set(key, id);
    return id;
  };
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > largestBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Compares in a time that tells nothing about where the texts differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
