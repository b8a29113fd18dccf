import type { BlockOf } from './document/block.ts';

const conditions =
  /(?<!\p{L})(?:if|when|unless|wenn|falls|sobald|si|quand|lorsque|cuando|quando|se|gdy|jeśli|dacă|als|indien|если|когда)(?:\s+(?:any|one|all|either|at least one|two or more|eines?|alle|mindestens)\b[^:：]*)?\s*[:：]$/iu;
const possibilities =
  /(?<!\p{L})(?:may|might|can|could|kann|können|peut|peuvent|puede|pueden|pode|podem|può|possono|poate|pot|kan|kunnen|może|mogą|может|могут)(?!\p{L}).*[:：]$/iu;
const contents =
  /(?<!\p{L})(?:includes?|covers?|comprises?|consists? of|applies to|umfasst|gilt für|couvre|comprend|concerne|incluye|abarca|abrange|inclui|comprende|obejmuje|dotyczy|omvat)\s*[:：]$/iu;

const kinds =
  /^[^\p{L}]*(?:\p{L}+ )?(?:sources?|examples?|signs?|symptoms?|indicators?|inputs?|outputs?|quellen?|beispiele?|anzeichen|symptome|fuentes?|ejemplos?|síntomas?|fontes?|exemplos?|sintomas?|exemples?|symptômes?|źródła|przykłady|objawy|voorbeelden|bronnen|fonti|esempi|sintomi)(?: (?:of|for|von|de|di) [^:：]+)?\s*[:：]$/iu;

/** `A breach counts when:`, `This plan covers:` and `Examples:` announce cases or parts, and nothing to do. */
export function announcesFacts({ intro }: BlockOf<'list'>): boolean {
  return intro !== null && (conditions.test(intro.text) || contents.test(intro.text) || kinds.test(intro.text));
}

/** `The alert may come from:` announces what can be; what it lists is to be done only where verbs say so. */
export function announcesPossibilities({ intro }: BlockOf<'list'>): boolean {
  return intro !== null && possibilities.test(intro.text);
}

/** `Sources of detection` in bold above a list announces what `Sources of detection:` does. */
export function headsFacts(title: string): boolean {
  return kinds.test(`${title}:`);
}
