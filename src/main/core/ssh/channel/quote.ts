/**
 * One word for a POSIX sh that means exactly this text, whatever is in it. The only way text reaches a command line.
 * Throws RangeError for NUL, which no command line can carry.
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('A command line cannot carry a NUL character.');
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
