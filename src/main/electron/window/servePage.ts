import { randomBytes } from 'node:crypto';
import type { WindowFiles } from '#core/window/windowFiles.ts';
import { contentSecurityPolicy } from '#shared/window/contentSecurityPolicy.ts';
import { isOwnPage, pageScheme } from './pageAddress.ts';

type Schemes = {
  registerSchemesAsPrivileged(
    schemes: { scheme: string; privileges: { standard: boolean; secure: boolean; codeCache: boolean } }[],
  ): void;
};
type Protocol = { handle(scheme: string, handler: (request: Request) => Promise<Response>): void };

const always = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' } as const;

/** Must be called before the app is ready. The page may fetch nothing: it talks through its port alone. */
export function registerPageScheme(protocol: Schemes): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the built window under the same strict policy as the web shell. */
export function servePage(protocol: Protocol, files: WindowFiles): void {
  protocol.handle(pageScheme, (request) => answer(request, files));
}

async function answer(request: Request, files: WindowFiles): Promise<Response> {
  if (request.method !== 'GET' || !isOwnPage(request.url)) return new Response(null, { status: 403, headers: always });
  const { pathname } = new URL(request.url);
  if (pathname === '/' || pathname === '/index.html') return page(files);
  const found = await files.read(pathname);
  if (found === null) return new Response(null, { status: 404, headers: always });
  return new Response(new Uint8Array(found.body), { headers: { ...always, 'Content-Type': found.contentType } });
}

async function page(files: WindowFiles): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  return new Response(await files.page(nonce), {
    headers: {
      ...always,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(nonce, []),
      'Cache-Control': 'no-store',
    },
  });
}
