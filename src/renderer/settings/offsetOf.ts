/** Where a line and column (from 1) stand in a text; the nearest place where there is no such one. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, one) => sum + one.length + 1, 0);
  const within = Math.min(Math.max(0, column - 1), lines[line - 1]?.length ?? 0);
  return Math.min(text.length, before + within);
}
