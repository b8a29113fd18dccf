import type { TranscriptChunk } from '#shared/run/run.ts';

/**
 * The output of a step without what its head line says: the transcript notes the command and its exit status as text
 * too, for its own file, and what comes close together comes in one piece.
 */
export function withoutHead(chunks: readonly TranscriptChunk[], command: string): readonly TranscriptChunk[] {
  return chunks
    .map((chunk) => (chunk.stream === 'note' ? { ...chunk, text: withoutNotes(chunk.text, command) } : chunk))
    .filter(({ text }) => text !== '');
}

function withoutNotes(text: string, command: string): string {
  return text
    .replace(`$ ${command}\n`, '')
    .split('\n')
    .filter((line) => !/^exit status \d+$/u.test(line))
    .join('\n');
}
