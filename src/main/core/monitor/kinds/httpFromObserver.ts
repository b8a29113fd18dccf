import type { Clock } from '../../ports/ports.ts';
import { lookedAtBytes, noAnswer, readHttp, type HttpCheck } from './http.ts';
import type { Ask, Reading } from './reading.ts';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { unknownReading } from './reading.ts';

/** Asked from this computer, as the people who use the service would. Redirects are answers, not followed. */
export function askHttpFromObserver(check: HttpCheck, clock: Clock): Ask {
  return {
    where: 'observer',
    ask: async (signal): Promise<Reading> => {
      if (!URL.canParse(check.url))
        return unknownReading(`"${check.url}" is not an address; write it as http://host:port/path`);
      const startedMs = clock.monotonic();
      try {
        const answer = await get(check, signal);
        const body = check.contains === undefined ? drained(answer) : await readBody(answer);
        return readHttp(check, {
          status: answer.statusCode ?? 0,
          body,
          seconds: (clock.monotonic() - startedMs) / 1000,
        });
      } catch (error) {
        return noAnswer(check, signal.aborted ? 'no answer in time' : describeNetworkError(error));
      }
    },
  };
}

/** A connection of its own each time: a kept one would not notice that nobody can connect any more. */
function get(check: HttpCheck, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(check.url);
  const options = { signal, agent: false, headers: { 'user-agent': 'Sitrep' } } as const;
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, rejectUnauthorized: check.verifyTls !== false }, resolve)
        : httpRequest(url, options, resolve);
    request.on('error', reject);
    request.end();
  });
}

function drained(answer: IncomingMessage): string {
  answer.destroy();
  return '';
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes > lookedAtBytes && chunks.length > 1) bytes -= chunks.shift()?.length ?? 0;
  }
  return Buffer.concat(chunks).toString('utf8');
}

const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'no answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself (verifyTls: false accepts it)',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by itself (verifyTls: false accepts it)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** A failed connection in plain words. */
export function describeNetworkError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return networkErrors[code] ?? (error instanceof Error ? error.message : String(error));
}
