import { describe, expect, it } from 'vitest';
import type { TranscriptChunk } from '#shared/run/run.ts';
import { withoutHead } from '../../../src/renderer/ui/withoutHead.ts';

const chunk = (index: number, stream: TranscriptChunk['stream'], text: string): TranscriptChunk => ({
  index,
  at: 0,
  step: 0,
  stream,
  text,
});
const said = (chunks: readonly TranscriptChunk[]) => withoutHead(chunks, 'df -h').map(({ text }) => text);

describe('the output below the head line of a step', () => {
  it('does not say the command and its status again, in one piece or two', () => {
    expect(said([chunk(0, 'note', '$ df -h\nexit status 0\n')])).toEqual([]);
    expect(
      said([chunk(0, 'note', '$ df -h\n'), chunk(1, 'stdout', 'full\n'), chunk(2, 'note', 'exit status 1\n')]),
    ).toEqual(['full\n']);
  });

  it('keeps every other note, and what the command itself printed', () => {
    expect(said([chunk(0, 'note', '$ df -h\ncut: 3 MB\n'), chunk(1, 'stdout', 'exit status 0\n')])).toEqual([
      'cut: 3 MB\n',
      'exit status 0\n',
    ]);
  });
});
