/** The same function, quick for what it was asked lately: several rules ask the same of the same text. */
export function remembering<TResult>(decide: (text: string) => TResult, most = 20_000): (text: string) => TResult {
  const known = new Map<string, { readonly result: TResult }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.result;
    const result = decide(text);
    if (known.size >= most) known.clear();
    known.set(text, { result });
    return result;
  };
}
