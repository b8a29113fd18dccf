/** Where a text stops being JSON: 1-based line and column, or null when it is JSON. Quotes nothing of the text. */
export function jsonProblem(text: string): { readonly line: number; readonly column: number } | null {
  if (isJson(text)) return null;
  // Whatever JSON can begin with, every shorter part of it is such a beginning too, so the first mistake can be halved out.
  let fine = 0;
  let broken = text.length + 1;
  while (broken - fine > 1) {
    const middle = Math.floor((fine + broken) / 2);
    if (isBeginning(text.slice(0, middle))) fine = middle;
    else broken = middle;
  }
  const before = text.slice(0, fine).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function isJson(text: string): boolean {
  return failure(text) === null;
}

/** Whether JSON may begin like this: it is whole, or the only mistake is that it ends. */
function isBeginning(text: string): boolean {
  const message = failure(text);
  if (message === null || /end of JSON|Unterminated string/.test(message)) return true;
  const position = /at position (\d+)/.exec(message)?.[1];
  return position !== undefined && Number(position) >= text.length;
}

function failure(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
