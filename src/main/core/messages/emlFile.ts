import MailComposer from 'nodemailer/lib/mail-composer';
import type { Draft } from '#shared/message/message.ts';

type Message = Pick<Draft, 'to' | 'subject' | 'body'> & {
  readonly from: string | null;
  readonly id: string;
  readonly writtenAt: number;
};

/**
 * The message as an `.eml` file that mail programs open for sending (`X-Unsent`): ASCII, CRLF, everything beyond
 * encoded. Line breaks never reach a header, since the composer folds them away and the subject is one line already.
 */
export async function emlFile({ from, to, subject, body, id, writtenAt }: Message): Promise<string> {
  const composer = new MailComposer({
    ...(from === null ? {} : { from }),
    to: [...to],
    subject: subject.replaceAll(/[\r\n]+/g, ' '),
    text: body,
    date: new Date(writtenAt),
    messageId: `<${id}@sitrep.invalid>`,
    headers: { 'X-Unsent': '1' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const text = (await composer.compile().build()).toString('latin1');
  return text.replaceAll(/\r?\n/g, '\r\n');
}
