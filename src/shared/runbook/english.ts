const commonWords = /\b(?:the|and|of|to|is|are|for|if|with|on|in|from|or|it|that|be)\b/giu;

/** Whether a document is written in English, told by how many of its words are the commonest ones. */
export function isEnglish(text: string): boolean {
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  return words < 40 || (text.match(commonWords)?.length ?? 0) / words > 0.035;
}
