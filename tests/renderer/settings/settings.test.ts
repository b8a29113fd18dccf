import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { channelText, habitsText, secretText } from '../../../src/renderer/settings/channelText.ts';
import { offsetOf } from '../../../src/renderer/settings/offsetOf.ts';

describe('the settings', () => {
  it('say where a channel leads, what it is told, and what its secret is', () => {
    const chat = { id: 'chat', kind: 'webhook', shape: 'discord' } as const;
    expect(channelText(chat)).toBe('discord (its address is the secret)');
    expect(secretText(chat)).toBe('Webhook address');
    expect(habitsText({ levels: ['P1'], quiet: { from: '22:00', to: '07:00' } })).toBe(
      'told of P1; quiet from 22:00 to 07:00, except for P1',
    );
    expect(habitsText({})).toBe('told of P1 to P4 and recoveries');
  });

  it('find the place of a mistake in the text, and never one outside it', () => {
    expect(offsetOf('a\nbcd\n', 2, 3)).toBe(4);
    expect(offsetOf('a\nbcd', 2, 99)).toBe(5);
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(20), (text, line, column) => {
        const offset = offsetOf(text, line, column);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
