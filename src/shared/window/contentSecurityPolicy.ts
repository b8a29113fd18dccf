/** What the page's own source calls the place that the shell puts the nonce into. */
const nonceMark = '__CSP_NONCE__';

/**
 * The strictest policy that the window works under, the same in both shells. `connect` lists what the page may talk
 * to beside its own origin.
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    ['connect-src', "'self'", ...connect].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page with its nonce filled in; the nonce must be new for each answer. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(nonceMark, nonce);
}
