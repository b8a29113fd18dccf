import { z } from 'zod';
import type { Clock } from '#core/ports/ports.ts';
import type { OwnerInfo } from '#core/storage/dataFolderOwner.ts';

const patienceMs = 3_000;
const attachedSchema = z.object({ address: z.url({ protocol: /^http$/u, hostname: /^127\.0\.0\.1$/u }) });

export type Attached =
  | { readonly kind: 'attached'; readonly address: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Asks the process that owns a data folder for a new one-time address. Never throws, and waits 3 s at most. */
export async function attachToOwner(owner: OwnerInfo | null, clock: Clock): Promise<Attached> {
  if (owner === null) return refused('Another Sitrep that has not said yet how to reach it');
  const who = `Sitrep (pid ${owner.pid})`;
  if (!owner.url.startsWith('http://127.0.0.1:')) {
    return refused(`The desktop shell of ${who}, whose own window is the way in,`);
  }
  const patience = new AbortController();
  const stop = clock.after(patienceMs, () => patience.abort(new Error('it gave no answer within 3 s')));
  try {
    const response = await fetch(`${owner.url}/attach`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${owner.secret}` },
      signal: patience.signal,
    });
    if (!response.ok) return refused(`${who}, which refused to be joined (HTTP ${response.status}),`);
    return { kind: 'attached', address: attachedSchema.parse(await response.json()).address };
  } catch (error) {
    return refused(`${who}, which does not answer on ${owner.url} (${reasonOf(error)}),`);
  } finally {
    stop();
  }
}

function refused(who: string): Attached {
  return { kind: 'refused', why: `${who} has this data folder. End it, or start with --data and another folder.` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
