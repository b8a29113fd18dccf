const mask = '[redacted]';

/** Removes secrets from a stream of text, also where a secret comes in pieces. */
export type Redactor = {
  /** The text that is safe to show by now; what may be the beginning of a secret is held back. */
  readonly push: (text: string) => string;
  /** What was held back, once nothing more comes. */
  readonly end: () => string;
};

export function createRedactor(secrets: readonly string[]): Redactor {
  const longestFirst = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  let held = '';

  const isBeginning = (text: string) =>
    longestFirst.some((secret) => secret.length > text.length && secret.startsWith(text));

  function push(text: string): string {
    const whole = held + text;
    let safe = '';
    let from = 0;
    held = '';
    for (;;) {
      const next = firstSecret(whole, from, longestFirst);
      const until = next?.at ?? whole.length;
      const start = beginningOfSecret(whole, from, until, isBeginning);
      if (start !== null) {
        held = whole.slice(start);
        return safe + whole.slice(from, start);
      }
      safe += whole.slice(from, until);
      if (next === null) return safe;
      safe += mask;
      from = until + next.length;
    }
  }

  return {
    push,
    end: () => {
      const rest = longestFirst.reduce((text, secret) => text.replaceAll(secret, mask), held);
      held = '';
      return rest;
    },
  };
}

function firstSecret(text: string, from: number, longestFirst: readonly string[]) {
  let first: { at: number; length: number } | null = null;
  for (const secret of longestFirst) {
    const at = text.indexOf(secret, from);
    if (at >= 0 && (first === null || at < first.at)) first = { at, length: secret.length };
  }
  return first;
}

/** Where, at or before `until`, the rest of the text may be the beginning of a secret that has not all come yet. */
function beginningOfSecret(
  text: string,
  from: number,
  until: number,
  isBeginning: (text: string) => boolean,
): number | null {
  for (let start = Math.max(from, text.length - 4_096); start <= until && start < text.length; start += 1) {
    if (isBeginning(text.slice(start))) return start;
  }
  return null;
}
