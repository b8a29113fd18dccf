import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Access } from './access.ts';
import { cookieOf, isLoopbackHost, isOwnOrigin } from './requestOrigin.ts';

/** Whether a WebSocket may be opened: the right path, addressed to loopback, from our own page, with a session. */
export function mayUpgrade(request: IncomingMessage, access: Access, cookieName: string): boolean {
  const { headers } = request;
  return (
    request.url === '/rpc' &&
    isLoopbackHost(headers) &&
    isOwnOrigin(headers, true) &&
    access.isSession(cookieOf(headers, cookieName))
  );
}

/** Refuses without saying which of the conditions failed. */
export function refuseUpgrade(stream: Duplex): void {
  stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
