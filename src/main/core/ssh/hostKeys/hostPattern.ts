import { createHmac } from 'node:crypto';

/**
 * Whether the host field of a known_hosts line means this name, as OpenSSH decides: one hashed name, or a comma list
 * of patterns with `*`, `?` and `!`, where one negation that matches overrules everything. `name` is lower case.
 */
export function hostFieldMatches(field: string, name: string): boolean {
  if (field.startsWith('|')) return hashedNameMatches(field, name);
  let isMatched = false;
  for (const pattern of field.toLowerCase().split(',')) {
    const isNegated = pattern.startsWith('!');
    if (!wildcardMatches(isNegated ? pattern.slice(1) : pattern, name)) continue;
    if (isNegated) return false;
    isMatched = true;
  }
  return isMatched;
}

/** `|1|salt|hash`, both base64, the hash being HMAC-SHA1 of the name; the format fixes the algorithm. */
export function hashedName(name: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

function hashedNameMatches(field: string, name: string): boolean {
  const [, version, salt, hash] = field.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return hashedName(name, Buffer.from(salt, 'base64')) === `|1|${salt}|${hash}`;
}

/** Whether `*` and `?` of a pattern can stand for this text. Linear for each star: no pattern can make it slow. */
export function wildcardMatches(pattern: string, text: string): boolean {
  let [at, in_] = [0, 0];
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const symbol = pattern[in_];
    if (symbol === '*') {
      star = in_;
      starAt = at;
      in_ += 1;
    } else if (symbol === '?' || (symbol !== undefined && symbol === text[at])) {
      at += 1;
      in_ += 1;
    } else if (star !== -1) {
      in_ = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  while (pattern[in_] === '*') in_ += 1;
  return in_ === pattern.length;
}
