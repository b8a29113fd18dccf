import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '#shared/window/contentSecurityPolicy.ts';
import type { Logger } from '#core/ports/ports.ts';
import { type Access, isSameSecret } from './access.ts';
import { answer, answerRedirect, answerText } from './answers.ts';
import { cookieOf, isLoopbackHost, isOwnOrigin } from './requestOrigin.ts';
import type { WindowFiles } from '#core/window/windowFiles.ts';

type Handled = {
  readonly files: WindowFiles;
  readonly access: Access;
  readonly cookieName: string;
  readonly attachSecret: string;
  readonly issueAddress: () => string;
  readonly logger: Logger;
};

const needsAddress =
  'This browser has no session with Sitrep. Open the address that Sitrep printed when it started; ' +
  'each such address works once. Starting Sitrep a second time prints a new one.';

/** Answers plain requests: the token's exchange, the window's files, and a second process that asks for an address. */
export function createRequestHandler(handled: Handled): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    handle(handled, request, response).catch((error: unknown) => {
      handled.logger.error('A request for the window failed', { url: pathOf(request), error: String(error) });
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'Sitrep failed at this because of a fault of its own; its log says more.');
    });
  };
}

async function handle(handled: Handled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method } = request;
  if (!isLoopbackHost(headers)) return answerText(response, 403, 'Sitrep answers only to 127.0.0.1 and localhost.');
  if (!isOwnOrigin(headers, false)) return answerText(response, 403, 'Another page may not use Sitrep.');
  if (method === 'POST' && pathOf(request) === '/attach') return attach(handled, request, response);
  if (method !== 'GET' && method !== 'HEAD') return answerText(response, 405, 'Only GET is answered here.');
  const token = new URLSearchParams(request.url?.split('?', 2)[1]).get('token');
  if (token !== null && pathOf(request) === '/') return exchange(handled, token, request, response);
  if (!hasSession(handled, request)) return withoutSession(request, response);
  return file(handled, request, response);
}

/** As it was sent: nothing is decoded or joined, so that only exact names of files are found. */
function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/';
}

function hasSession({ access, cookieName }: Handled, request: IncomingMessage): boolean {
  return access.isSession(cookieOf(request.headers, cookieName));
}

/** The redirect takes the token out of the address bar, the history and what the page could leak. */
function exchange(handled: Handled, token: string, request: IncomingMessage, response: ServerResponse): void {
  if (hasSession(handled, request)) return answerRedirect(response, '/', null);
  const session = request.method === 'GET' ? handled.access.redeem(token) : null;
  if (session === null) return answerText(response, 401, needsAddress);
  return answerRedirect(response, '/', `${handled.cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`);
}

/**
 * A strict cookie stays away when the address was clicked on another page. One reload from our own page brings it;
 * the second request then says that it comes from here, so this cannot go round.
 */
function withoutSession(request: IncomingMessage, response: ServerResponse): void {
  const isFromElsewhere = ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site']));
  if (!isFromElsewhere || pathOf(request) !== '/') return answerText(response, 401, needsAddress);
  answer(response, 200, '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Sitrep</title>', {
    contentType: 'text/html; charset=utf-8',
  });
}

async function file(handled: Handled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  const found = await handled.files.read(path);
  if (found !== null) return answer(response, 200, found.body, found);
  if (path !== '/' && path !== '/index.html') return answerText(response, 404, 'There is no such page.');
  const nonce = randomBytes(16).toString('base64');
  answer(response, 200, await handled.files.page(nonce), {
    contentType: 'text/html; charset=utf-8',
    policy: contentSecurityPolicy(nonce, [`ws://${request.headers.host ?? ''}`]),
  });
}

/** A second process on the same data folder proves by the secret that it can read the folder. */
function attach(handled: Handled, request: IncomingMessage, response: ServerResponse): void {
  const given = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (request.headers.origin !== undefined || !isSameSecret(given, handled.attachSecret)) {
    return answerText(response, 403, 'The secret of the data folder is needed for this.');
  }
  answer(response, 200, JSON.stringify({ address: handled.issueAddress() }), {
    contentType: 'application/json; charset=utf-8',
  });
}
