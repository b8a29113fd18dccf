import type { Draft } from './message.ts';

/** The bare address of `Name <me@example.org>`. */
export const addressOf = (recipient: string): string => (/<([^<>]+)>\s*$/.exec(recipient)?.[1] ?? recipient).trim();

/** Whether this can be written to; a line break never passes, so that nobody adds headers. */
export const isRecipient = (text: string): boolean =>
  !/[\r\n\0]/.test(text) && /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(addressOf(text)) && text.trim().length <= 320;

const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const withoutLoneSurrogates = (text: string) => text.toWellFormed();

/** A `mailto:` link as RFC 6068 has it: UTF-8 percent-encoded, line breaks of the body as CRLF. */
export function mailtoLink({ to, subject, body }: Pick<Draft, 'to' | 'subject' | 'body'>): string {
  const recipients = to.map((one) => encoded(addressOf(one)).replaceAll('%40', '@')).join(',');
  const lines = withoutLoneSurrogates(body).replaceAll(/\r\n?|\n/g, '\r\n');
  const headline = withoutLoneSurrogates(subject).replaceAll(/[\r\n]+/g, ' ');
  return `mailto:${recipients}?subject=${encoded(headline)}&body=${encoded(lines)}`;
}
