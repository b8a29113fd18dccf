import type { IncomingHttpHeaders } from 'node:http';

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/u;

/**
 * Whether a request was addressed to this computer by its own name. A page that pointed its own name at 127.0.0.1
 * (DNS rebinding) sends that name as Host. The port is free, so that `ssh -L` with another port works.
 */
export function isLoopbackHost(headers: IncomingHttpHeaders): boolean {
  return loopbackHost.test(headers.host ?? '');
}

/** Whether no other page asked: browsers name the page's origin on every upgrade, and on every request but plain GETs. */
export function isOwnOrigin(headers: IncomingHttpHeaders, mustBeNamed: boolean): boolean {
  if (headers.origin === undefined) return !mustBeNamed;
  return headers.origin === `http://${headers.host ?? ''}`;
}

/** The value of a cookie by its name; an empty text where it was not sent. */
export function cookieOf(headers: IncomingHttpHeaders, name: string): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}
