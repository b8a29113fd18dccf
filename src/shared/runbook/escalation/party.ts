/** Words that name a person, a role, a team or an office, in the languages that procedures are most often found in. */
const words = [
  'engineers?|developers?|devs?|admins?|administrators?|sysadmins?|operators?|responders?|analysts?|architects?|specialists?|experts?|technicians?',
  'leads?|leaders?|leadership|managers?|management|supervisors?|directors?|heads? of|chiefs?|officers?|owners?|principals?|presidents?|partners?|executives?|execs?|board',
  'commanders?|coordinators?|liaisons?|deputy|dispatchers?|moderators?|maintainers?|sponsors?|custodians?|stewards?|counsel|legal|compliance|auditors?',
  'teams?|crew|squad|groups?|departments?|desk|helpdesk|hotline|committee|council|authority(?!\\s+to\\b)|authorities|office|staff|personnel|faculty',
  'on-?call|oncall|standby|duty|support|security|infrastructure|operations|ops|devops|secops|netops|police|law enforcement|fire brigade',
  'guards?|caretakers?|janitors?|nurses?|regulators?|regulatory bod(?:y|ies)|vendors?|providers?|suppliers?|contractors?|consultants?|carrier|hosting|hoster|isp|registrar|account manager|masters?|keepers?|wardens?|customers? success|stakeholders?',
  'c[efitos]o|cpo|ciso|cro|dpo|vp|svp|evp|sre|dba|noc|soc|csirt|irt|dri|imoc|smes?',
  '(?:level|tier|line|l|t|n)[\\s-]?[1-5]|(?:first|second|third)[\\s-](?:level|line|responders?)',
  // German
  'leit(?:er|ung)\\p{L}*|\\p{L}*leit(?:er(?:in)?|ung)|chef(?:in)?|\\p{L}*(?:team|dienst|betrieb|abteilung|stab)|geschäftsführ\\p{L}+|vorstand|ansprechpartner(?:in)?|\\p{L}*bereitschaft|administrator(?:in)?|dienstleister|vorgesetzte[rn]?|betreiber|\\p{L}*beauftragte[rn]?|techniker(?:in)?|verantwortliche[rn]?|polizei',
  // French
  'équipes?|responsables?|direct(?:eur|rice|ion)s?|ingénieure?s?|administrat(?:eur|rice)s?|astreinte|chefs?|prestataires?|fournisseurs?|dsi|rssi|hébergeur',
  // Spanish and Portuguese
  'equipos?|equipes?|jef[ea]s?|director[ae]?s?|dirección|diretor(?:ia)?|gerentes?|gerencia|ingenier[oa]s?|engenheir[oa]s?|soporte|suporte|administrador[ae]?s?|proveedor(?:es)?|fornecedor(?:es)?|guardia|plantão|líder(?:es)?|responsável|responsáveis|técnicos?',
  // Italian, Dutch, Russian
  'squadra|responsabil[ei]|direttore|tecnico|fornitore|beheerder|leidinggevende|инженер\\p{L}*|руководител\\p{L}*|директор\\p{L}*|команд\\p{L}*|дежурн\\p{L}*|поддержк\\p{L}*',
].join('|');
const party = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])|工程[师師]|负责人|負責人|经理|經理|主管|总监|總監|值班|团队|團隊|客服|供应商|供應商|领导|担当|責任者|チーム|@[\\w-]+`,
  'iu',
);

/** Short forms that are words of their own in small letters. */
const shortForms = /(?<![\p{L}\p{N}])(?:IT|IC|EM|PM|MD|HR|PR|TAM|CERT)(?![\p{L}\p{N}])/u;

/** Whether a text names somebody who could be called: a role, a team, an office, a supplier. */
export function isParty(text: string): boolean {
  return party.test(text) || shortForms.test(text);
}

/** What follows a name and says more of it: `Head of IT` and `engineer on call` are whole names. */
const beyond =
  /\s+(?:for|to|in|on(?![\s-](?:call|duty|shift|site))|at|with|from|who|that|if|when|after|within|via|as|über|für|von|bei|der|des|pour|de|du|para|del|da|do|voor)\s|\s*[,;(:：–—]|\s-\s/iu;
const lastParty = new RegExp(`^.*(?:${party.source})(?<after>.*)$`, 'isu');
/** What may stand behind the word for somebody: names, numbers, and adjectives of languages that put them there. */
const afterParty =
  /^(?:\p{Lu}[\p{L}\p{N}.’'-]*|@[\w-]+|\d+|-|and|or|of|on|call|duty|shift|site|members?|\p{L}+(?:ique|iques|ico|ica|icos|ières?|erno|erna|erne|ales?|alen?))\.?$/u;

/** Behind the word for somebody these name something that they have, do or hold. */
const theirThing =
  /^(?:incidents?|issues?|escalations?|notifications?|process(?:es)?|procedures?|schedules?|rotations?|rota|hours|contacts?|information|meetings?|channels?|lists?|matrix|structure|responsibilities|roles?|breach(?:es)?|failures?|outages?|access|audits?|reviews?|trainings?|plans?|response|requests?|numbers?|polic(?:y|ies)|coverage|updates?|status|check-?ins?|handoffs?|changes?|alerts?|tickets?|events?|activation)$/iu;
const longestName = 120;

/**
 * Whether a text is the name of somebody who could be called, and not of something about them: `Database team`, not
 * `Team check-in`.
 */
export function isPartyName(text: string): boolean {
  if (text.length > longestName) return false;
  if (shortForms.test(text) && text.trim().split(/\s+/).length <= 3) return true;
  const name = text.trim().split(beyond, 1)[0] ?? '';
  const after = lastParty.exec(name)?.groups?.['after'];
  const behind = after?.split(/[\s/&+]+/u).filter((word) => word !== '');
  return behind?.every((word) => afterParty.test(word) && !theirThing.test(word)) === true;
}

/** Labels of what is known about somebody: how and when to reach them, not who they are. */
const detail =
  /^(?:(?:contact )?(?:e-?mail|mail|phone|tel(?:ephone)?|mobile|cell|pager|fax|address|hours|availability|method|details|info(?:rmation)?|channel|link|url|website|portal|schedule|time(?:zone)?)s?|contact methods?|slack|teams|discord|telegram|whatsapp|pagerduty|opsgenie|sms|signal|matrix|(?:response|escalation|acknowledge(?:ment)?|resolution)[\s-]?(?:time|sla|window)s?|sla|coverage|location|notes?|status|frequency|cadence|review(?: date| cycle)?|last (?:updated|reviewed|verified)|next review|version|approval|participants|document owner|approved by|reviewed by|effective date|téléphone|courriel|horaires?|disponibilité|teléfono|correo|horario|disponibilidad|telefon|handy|erreichbarkeit|telefone|电话|邮箱)$/iu;

/** Whether a label says how somebody is reached, and not who they are. */
export function isContactDetail(label: string): boolean {
  return detail.test(label.trim());
}

/** Text that is an address, a number, a link, or a place to be filled in, and so no name. */
export function isContactData(text: string): boolean {
  const plain = text.trim();
  return (
    /^(?:https?:|mailto:|\+?[\d\s()./xX-]{6,}$|\d{3}$)/i.test(plain) ||
    /^\S+@\S+\.\S+$/.test(plain) ||
    /^(?:[-–—]|n\/?a|none|tbd|todo|yes|no|keine?r?|aucune?|ninguno)\.?$/iu.test(plain) ||
    /^(?:\(.*\)|\[[^[\]]*\]|<[^<>]*>|\{[^{}]*\})$/su.test(plain)
  );
}

/** Labels of who is called first, next, or beside: their value is the name. */
const order =
  /^(?:primary|secondary|tertiary|backup|first|second|third|next|then|finally|final|last|escalat\p{L}*(?:[\s-]+(?:to|path|contact|chain|target))?|notify|page|call|alert|internal|external|who|on-?call|(?:primary|secondary|backup|main|emergency|escalation)[\s-]+(?:contact|on-?call|owner|responder)s?|owner|lead|contacts?|contact person|name|role|team|principal|secondaire|remplaçant|nombre|wer|zuständig|vertretung|eskalation(?: an)?|escalade|escalamiento)$/iu;

/** Whether a label says in which turn somebody is called, so that its value is who. */
export function isTurn(label: string): boolean {
  return order.test(label.trim());
}

/** Labels of when somebody is called and what for. */
const reason =
  /^(?:when|trigger|escalation trigger|criteria|condition|if|time(?:frame)?|escalate (?:when|if|after)|scope|after|for|speciali[sz]ation|specialt|specialit|responsib|expertise|use (?:for|when)|purpose|wann|zuständigkeit|quand|cuándo|situation)/iu;

/** Whether a label says when or what for somebody is called. */
export function isReason(label: string): boolean {
  return reason.test(label.trim());
}

/** A short text of nothing but capitalised words or handles, as names of persons are. */
export function isProperName(text: string): boolean {
  const parts = text
    .replace(/\(.*\)/su, '')
    .trim()
    .split(/\s+/);
  return (
    parts.length <= 4 && parts.every((word) => /^(?:\p{Lu}[\p{L}.’'-]*|@[\w-]+|&|\+|and|or|of|von|van|de)$/u.test(word))
  );
}
