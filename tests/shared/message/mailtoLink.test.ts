import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { addressOf, isRecipient, mailtoLink } from '#shared/message/mailtoLink.ts';

describe('mailto links', () => {
  it('carry recipients, subject and body as RFC 6068 has it', () => {
    const link = mailtoLink({
      to: ['Me <me@example.org>', 'you@example.org'],
      subject: 'Über & out?',
      body: 'a\nb\r\nc',
    });
    expect(link).toBe('mailto:me@example.org,you@example.org?subject=%C3%9Cber%20%26%20out%3F&body=a%0D%0Ab%0D%0Ac');
  });

  it('give back the very text, and never a line break in a header', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (subject, body) => {
        const link = new URL(mailtoLink({ to: ['me@example.org'], subject, body }));
        const read = new URLSearchParams(link.search.replaceAll('+', '%2B'));
        expect(read.get('subject')).not.toMatch(/[\r\n]/);
        expect(read.get('body')?.replaceAll('\r\n', '\n')).toBe(body.toWellFormed().replaceAll(/\r\n?/g, '\n'));
      }),
    );
    expect(mailtoLink({ to: [], subject: '\ud800', body: '' })).toBe('mailto:?subject=%EF%BF%BD&body=');
  });

  it('know an address from what would add headers', () => {
    expect(isRecipient('Me <me@example.org>')).toBe(true);
    expect(isRecipient('me@example.org')).toBe(true);
    expect(isRecipient('me@example.org\r\nBcc: all@example.org')).toBe(false);
    expect(isRecipient('me')).toBe(false);
    expect(isRecipient('a@b, c@d')).toBe(false);
    expect(addressOf(' me@example.org ')).toBe('me@example.org');
  });
});
