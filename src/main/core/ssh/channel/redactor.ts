export const redactedText = '[redacted]';

export type Redactor = {
  readonly push: (text: string) => string;
  /** What was held back because it could have been the beginning of a secret. */
  readonly end: () => string;
};

/**
 * Replaces each of the secrets in a text that comes in pieces cut anywhere. Only what may be the beginning of a secret
 * is held back, so a prompt without newline appears at once. Empty secrets are ignored.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  // Longest first, so that a secret which contains another one goes as a whole.
  const sought = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const starts = new Set(sought.map((secret) => secret[0]));
  let held = '';
  const take = (text: string, isEnd: boolean): string => {
    const whole = held + text;
    let out = '';
    let copied = 0;
    held = '';
    for (let at = 0; at < whole.length;) {
      const found = starts.has(whole[at]) ? match(sought, whole, at, isEnd) : null;
      if (found === null) {
        at += 1;
        continue;
      }
      out += whole.slice(copied, at);
      if (found.kind === 'undecided') {
        held = whole.slice(at);
        return out;
      }
      out += redactedText;
      at += found.length;
      copied = at;
    }
    return out + whole.slice(copied);
  };
  return { push: (text) => take(text, false), end: () => take('', true) };
}

/** A whole text without the secrets. */
export function redacted(text: string, secrets: readonly string[]): string {
  const redactor = createRedactor(secrets);
  return redactor.push(text) + redactor.end();
}

type Match = { readonly kind: 'secret'; readonly length: number } | { readonly kind: 'undecided' };

/** The longest secret at this place; undecided while a longer one could still come true with more text. */
function match(sought: readonly string[], text: string, at: number, isEnd: boolean): Match | null {
  for (const secret of sought) {
    if (text.startsWith(secret, at)) return { kind: 'secret', length: secret.length };
    const rest = text.length - at;
    if (!isEnd && rest < secret.length && secret.startsWith(text.slice(at))) return { kind: 'undecided' };
  }
  return null;
}
