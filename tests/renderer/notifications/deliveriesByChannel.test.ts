import { describe, expect, it } from 'vitest';
import { deliveriesByChannel } from '../../../src/renderer/notifications/deliveriesByChannel.ts';

const of = (...deliveries: readonly { channel: string; at: number; error: string | null }[]) =>
  deliveriesByChannel({ deliveries });

describe('what became of a notification', () => {
  it('is one line a channel, and the newest word counts', () => {
    const lines = of(
      { channel: 'mail', at: 1, error: 'connection refused' },
      { channel: 'phone', at: 2, error: null },
      { channel: 'mail', at: 9, error: null },
    );
    expect(lines).toEqual([
      { channel: 'mail', kind: 'taken', at: 9, refusedAt: 1, error: '' },
      { channel: 'phone', kind: 'taken', at: 2, refusedAt: null, error: '' },
    ]);
  });

  it('tells what is tried again from what is over and from what was never meant to be sent', () => {
    const kindOf = (error: string) => of({ channel: 'mail', at: 1, error })[0]?.kind;
    expect(kindOf('connection refused')).toBe('trying');
    expect(kindOf('given up: the receiver says 404')).toBe('givenUp');
    expect(kindOf('may not have arrived: Sitrep ended while sending it')).toBe('givenUp');
    expect(kindOf('the channel was removed')).toBe('givenUp');
    expect(kindOf('not sent: quiet hours until 07:00')).toBe('heldBack');
  });
});
