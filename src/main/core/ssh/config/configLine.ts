/** One line of an ssh configuration: the keyword in lower case, what stands behind it, and its words. */
export type ConfigLine = { readonly keyword: string; readonly value: string; readonly words: readonly string[] };

/** Null for an empty line and a comment. `KEYWORD value`, `KEYWORD=value` and quoted words are read as ssh reads them. */
export function parseConfigLine(line: string): ConfigLine | null {
  const [, keyword, value = ''] = /^\s*([^\s=#"]+)(?:\s*=\s*|\s+|$)(.*)$/s.exec(line.replace(/\r$/, '')) ?? [];
  if (keyword === undefined) return null;
  return { keyword: keyword.toLowerCase(), value: value.trim(), words: splitConfigWords(value) };
}

/** The words of a value, quotes taken off; a `#` that begins a word ends the line. */
export function splitConfigWords(value: string): readonly string[] {
  const words: string[] = [];
  for (const [whole, double, single] of value.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[^\s"']\S*/g)) {
    if (whole.startsWith('#')) break;
    words.push((double ?? single ?? whole).replaceAll(/\\(["'\\])/g, '$1'));
  }
  return words;
}
