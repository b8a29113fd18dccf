const isPlain = /^[ -~\s]*$/;

/** A text without the marks above and below its letters, which those who type in a hurry leave out. */
export function withoutMarks(text: string): string {
  if (isPlain.test(text)) return text;
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');
}
