/** Decodes UTF-8 that arrives in chunks cut anywhere; invalid bytes become U+FFFD, a byte order mark is kept. */
export function createUtf8Stream(): {
  readonly push: (chunk: Uint8Array) => string;
  /** What is left of a character that was never completed. */
  readonly end: () => string;
} {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return { push: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}
