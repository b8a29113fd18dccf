import type { Connection } from '../client/connection.ts';
import type { CoreClient } from '../client/coreClient.ts';
import { deskStore } from './deskStore.ts';

const patienceMs = 8_000;
const attempts = 3;

/**
 * Asks the core for something once, however often it must be sent: the id belongs to the person's gesture, and a
 * repeat after a lost connection gets the first result.
 */
export async function request<T>(ask: (client: CoreClient, requestId: string) => Promise<T>): Promise<T> {
  const requestId = crypto.randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const connection = await openedConnection();
    try {
      return await ask(connection.client, requestId);
    } catch (error) {
      if (!connection.lost.aborted || attempt === attempts) throw error;
    }
  }
}

/** The connection that is open now, or the next one if it opens soon. */
export function openedConnection(): Promise<Connection> {
  const { connection } = deskStore.getState();
  if (connection !== null && !connection.lost.aborted) return Promise.resolve(connection);
  return new Promise((resolve, reject) => {
    const stopWaiting = setTimeout(() => {
      unsubscribe();
      reject(new Error('There is no connection to Sitrep'));
    }, patienceMs);
    const unsubscribe = deskStore.subscribe((state) => {
      if (state.connection === null || state.connection.lost.aborted) return;
      clearTimeout(stopWaiting);
      unsubscribe();
      resolve(state.connection);
    });
  });
}
