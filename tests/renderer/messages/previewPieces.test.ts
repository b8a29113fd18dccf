import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import type { MessageField } from '#shared/message/message.ts';
import { previewPieces } from '../../../src/renderer/messages/previewPieces.ts';

const field = (placeholder: string, value: string, source: MessageField['source']): MessageField => ({
  placeholder,
  value,
  source,
  origin: 'the incident',
});

describe('the preview of a message', () => {
  it('marks what was filled with its source, and boxes what is missing', () => {
    const fields = [field('level', 'P1', 'incident'), field('timestamp (Started)', '', 'missing')];
    expect(previewPieces('Severity: P1\nStarted: {timestamp}', fields)).toEqual([
      { kind: 'plain', text: 'Severity: ' },
      { kind: 'filled', text: 'P1', origin: 'the incident' },
      { kind: 'plain', text: '\nStarted: ' },
      { kind: 'missing', text: 'timestamp' },
    ]);
  });

  it('loses no character, whatever the values are', () => {
    const values = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.string(), values, (text, words) => {
        const pieces = previewPieces(
          text,
          words.map((word, index) => field(`f${index}`, word, 'incident')),
        );
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});
