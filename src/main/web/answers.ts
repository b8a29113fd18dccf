import type { ServerResponse } from 'node:http';

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

const oneYearSeconds = 31_536_000;

/** A body with every protective header. Nothing but files named after their content is kept by a cache. */
export function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  options: { contentType: string; policy?: string; isHashed?: boolean; headers?: Readonly<Record<string, string>> },
): void {
  response.writeHead(status, {
    ...always,
    'Content-Security-Policy': options.policy ?? "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': options.isHashed ? `private, max-age=${oneYearSeconds}, immutable` : 'no-store',
    'Content-Type': options.contentType,
    'Content-Length': Buffer.byteLength(body),
    ...options.headers,
  });
  response.end(body);
}

/** A plain sentence for a person or a script. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  answer(response, status, `${text}\n`, { contentType: 'text/plain; charset=utf-8' });
}

/** Sends the browser elsewhere on this server, with a cookie where one is given. */
export function answerRedirect(response: ServerResponse, location: string, cookie: string | null): void {
  answer(response, 303, '', {
    contentType: 'text/plain; charset=utf-8',
    headers: { Location: location, ...(cookie === null ? {} : { 'Set-Cookie': cookie }) },
  });
}
