/**
 * A `printf` command that writes this text, with nothing of the text readable in it: patterns that are looked for in
 * command lines must not find the command line that looks for them.
 */
export function inPrintf(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return `printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`;
}
