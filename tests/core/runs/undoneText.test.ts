import { expect, it } from 'vitest';
import { undoneText } from '#core/runs/remedies/undoneText.ts';

it.each([
  [{ overwritten: '1', added: '0' }, '', '1 file is as before'],
  [{ overwritten: '0', added: '2' }, '', '2 files are removed again'],
  [
    { overwritten: '12', added: '1' },
    'newer 3 /keep/newer-1.tar\n',
    '12 files are as before, 1 file is removed again; 3 files were changed since and are kept in /keep/newer-1.tar',
  ],
  [{ overwritten: '0', added: '0' }, '', 'there was nothing to bring back'],
])('tells what was taken back of %j, and nothing of zero files', (handle, said, text) => {
  expect(undoneText(handle, said)).toBe(text);
});
