import type { Duplex } from 'node:stream';

/**
 * Waits until the host says its first word, and puts it back. Rejects with the stream's error, with `hung up` when it
 * ends first, or with the signal's reason; the stream is then the caller's to destroy.
 */
export function firstBytes(stream: Duplex, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      stream.off('data', hear).off('error', fail).off('end', hangUp).off('close', hangUp);
    };
    const hear = (chunk: Buffer): void => {
      settle();
      stream.pause();
      stream.unshift(chunk);
      resolve(chunk.toString('latin1'));
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const hangUp = (): void => fail(new Error(hungUp));
    const abort = (): void => fail(signal.reason as Error);
    stream.on('data', hear).on('error', fail).on('end', hangUp).on('close', hangUp);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** The message of the error when a host hangs up before it says anything: MaxStartups, hosts.deny, a penalty. */
export const hungUp = 'hung up before it said anything';
