import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;
/** More unused addresses or open browsers than this are not real; the oldest go. */
const mostTokens = 16;
const mostSessions = 64;

/** Who may use this server: a token opens one session, once; a session is a cookie until the server ends. */
export type Access = {
  /** A token that was never used. */
  readonly issueToken: () => string;
  /** The value of a new session's cookie, or null for a token that is unknown or was used. */
  readonly redeem: (token: string) => string | null;
  readonly isSession: (cookie: string) => boolean;
};

/** Tokens and sessions live in memory only, as hashes. */
export function createAccess(): Access {
  const tokens: Buffer[] = [];
  const sessions: Buffer[] = [];
  return {
    issueToken: () => remember(tokens, mostTokens),
    redeem: (token) => {
      const at = indexOfSecret(tokens, token);
      if (at === -1) return null;
      tokens.splice(at, 1);
      return remember(sessions, mostSessions);
    },
    isSession: (cookie) => indexOfSecret(sessions, cookie) !== -1,
  };
}

/** Whether two secrets are the same, in a time that tells nothing about where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function remember(secrets: Buffer[], most: number): string {
  const secret = randomBytes(secretBytes).toString('base64url');
  secrets.push(digest(secret));
  if (secrets.length > most) secrets.shift();
  return secret;
}

/** Compares with every one, so that the time does not tell which it was. */
function indexOfSecret(secrets: readonly Buffer[], secret: string): number {
  const wanted = digest(secret);
  return secrets.reduce((found, known, index) => (timingSafeEqual(known, wanted) ? index : found), -1);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
