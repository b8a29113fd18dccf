import { isPartyName } from './party.ts';

const calling =
  /\s+(?:notifications?|involvement|escalations?|engagement|consultation|reviews?|sign-?off|notified|informed|paged|alerted|assigned|contacted|called|joins?|involved|engaged|benachrichtig\p{L}+|informier\p{L}+|notifiée?s?|prévenue?s?|notificad[oa]s?)$/iu;
const manner = /^(?:immediate(?:ly)?|standard|direct|automatic|initial|urgent|early)\s+/iu;
const callingOf =
  /^(?:[\p{L}-]+\s+)?(?:notification|escalation|handover|hand-off|call|page|alert)\s+(?:to|of)\s+(?:the\s+)?(?<name>.+)$/iu;

/** Who is meant where a text names the calling of somebody: `Immediate CISO notification`, `Escalation to the manager`. */
export function calledName(text: string): string {
  const behind = callingOf.exec(text)?.groups?.['name']?.split(/\s+(?:and|und|et|y)\s+(?:notif|escal|inform)/iu, 1)[0];
  if (behind !== undefined && isPartyName(behind)) return behind.trim();
  const bare = text.replace(manner, '').replace(calling, '').trim();
  return bare !== text && bare !== '' && calling.test(text) && isPartyName(bare) ? bare : text;
}
