/** What an entry costs beside its text. */
const perEntry = 50;

/**
 * The same function, quick for what it was asked lately: several rules ask the same of the same text. It forgets all of
 * it once the texts are longer than so many characters together, each counted with 50 more.
 */
export function remembering<TResult>(decide: (text: string) => TResult, most = 2_000_000): (text: string) => TResult {
  const known = new Map<string, { readonly result: TResult }>();
  let length = 0;
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.result;
    const result = decide(text);
    length += text.length + perEntry;
    if (length > most) {
      known.clear();
      length = text.length + perEntry;
    }
    known.set(text, { result });
    return result;
  };
}
