const longestLine = 64 * 1024;

/** The lines of a body as they arrive. Throws when one is longer than 64 Ki characters, or when the stream breaks. */
export async function* streamLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > longestLine) throw new Error('a line is too long');
    yield* parts;
  }
}
