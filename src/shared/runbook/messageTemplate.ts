import type { Ids } from './ids.ts';
import { placeholdersOf } from './placeholders.ts';
import type { MessageTemplate } from './runbook.ts';
import { withoutNumber } from './timedListFrom.ts';

/** A line such as `Subject: ...`, in the languages that messages are most often written in. */
export const subjectLine =
  /^[^\S\n]*(?:[*_]{1,2})?(?:(?:e-?mail\s+)?subject(?: line)?|betreff|objet|asunto|oggetto|assunto|subiect|onderwerp|temat|předmět|predmet|ämne|emne|aihe|konu|tárgy|chủ đề|тема|件名|主题|主旨|제목)(?:[*_]{1,2})?\s*[:：](?:[*_]{1,2})?[^\S\n]*(?<subject>.*)$/imu;

/** A line such as `Title: ...`: posts begin with one in place of a subject. */
export const titleLine =
  /^[^\S\n]*(?:[*_]{1,2})?(?:title|headline|titel|titre|título|titolo)(?:[*_]{1,2})?\s*[:：](?:[*_]{1,2})?[^\S\n]*(?<subject>\S.*)$/imu;
const bodyLabel =
  /^[^\S\n]*(?:[*_]{1,2})?(?:message|body|text|nachricht|inhalt|corps|cuerpo)(?:[*_]{1,2})?\s*[:：](?:[*_]{1,2})?[^\S\n]*\n?/imu;

/** The line of a text that tells its subject: its title only where it stands first. */
function subjectOf(content: string): RegExpExecArray | null {
  const subject = subjectLine.exec(content);
  if (subject !== null) return subject;
  const title = titleLine.exec(content);
  return title !== null && content.slice(0, title.index).trim() === '' ? title : null;
}

/** A template from a text that may have a subject line; its heading and subject tell what it is for. */
export function messageTemplate(
  rawTitle: string,
  content: string,
  line: number,
  id: string | null,
  ids: Ids,
): MessageTemplate {
  const title = withoutNumber(rawTitle) || rawTitle;
  const match = subjectOf(content);
  const subject = (match?.groups?.['subject'] ?? '').replaceAll(/^(?:\*\*|__|`)|(?:\*\*|__|`)$/g, '').trim();
  const body =
    match === null
      ? content
      : (content.slice(0, match.index) + content.slice(match.index + match[0].length)).replace(bodyLabel, '');
  const placeholders = placeholdersOf(`${subject}\n${body}`);
  return {
    id: ids.take(title, id),
    title,
    purpose: purposeOf(title, subject),
    subject,
    body: body.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd(),
    placeholders,
    line,
  };
}

const purposes: readonly (readonly [Exclude<MessageTemplate['purpose'], 'other'>, RegExp])[] = [
  [
    'resolution',
    /resol|all clear|restored|recovered|\bagain\b|\bback (?:up|online|to normal)|is over|closure|closed|closing|final|behoben|gelöst|entwarnung|abschluss|résolution|résolu|rétabli|resuelt|resolución|解决|恢复/iu,
  ],
  [
    'progress',
    /progress|updat|ongoing|status|identified|monitoring|follow[\s-]?up|zwischen|aktualisierung|fortschritt|mise à jour|actualización|atualização|进展|更新/iu,
  ],
  [
    'initial',
    /initial|first|new|start|opening|declar|notif|alert|announce|investigating|detected|broken|\bdown\b|out of order|unavailable|outage|incident|erst|beginn|störung|initiale?|inicial|detectad|初始|通知/iu,
  ],
];

/** What a message is for: its heading decides, and its subject where the heading does not say. */
function purposeOf(title: string, subject: string): MessageTemplate['purpose'] {
  const of = (text: string) => purposes.find(([, words]) => words.test(text))?.[0];
  return of(title) ?? of(subject) ?? 'other';
}
