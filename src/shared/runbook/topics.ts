import type { Section } from './document/block.ts';
import { remembering } from './remembering.ts';
import { withoutMarks } from './withoutMarks.ts';

/** What a section is about, told from words that headings of procedures are made of. */
export type Topic =
  | 'severity'
  | 'escalation'
  | 'template'
  | 'followUp'
  | 'prevention'
  | 'pattern'
  | 'diagnosis'
  | 'resolution'
  | 'response'
  | 'roles'
  | 'rule'
  | 'reference'
  | 'none';

/** In order: where words of several topics meet in one heading, the earlier topic wins. */
const topicWords: readonly (readonly [Exclude<Topic, 'none'>, RegExp])[] = [
  [
    'rule',
    /^[^\p{L}]*(?:do not\b.*|don['’]?ts?\b.*|never(?: do)?|what not to do|things to avoid|anti-?patterns|(?:golden |ground |basic )?rules|(?:guiding |core |key |response )?principles|grundsätze|regeln|principes|principios|禁止.*)$/iu,
  ],
  [
    'template',
    /\btemplates?\b|\bvorlagen?\b|\bmodèles?\b|\bplantillas?\b|\bmodelos?\b|шаблон|模板|\b(?:sample|example|draft) (?:message|e-?mail|notification|announcement|update)s?|\b(?:message|e-?mail|notification|status page) (?:example|sample|draft|text)s?/iu,
  ],
  ['reference', /\b(?:de-?\s?escalat|deeskal|désescalad|desescal)/iu],
  ['followUp', /\bpost[\s-]*escalation/iu],
  ['escalation', /escalat|eskalat|escalad|escalam|escalon|escalac|escalaç|eskalac|eskaler|эскалац|升级/iu],
  [
    'followUp',
    /\bpost[\s-]*(?:incident|mortem|resolution|recovery|event|outage|action)|\bafter[\s-]+(?:the[\s-]+)?(?:incident|action|resolution|outage|repair|recovery|fix|event)|\bfollow[\s-]*ups?\b|\blessons[\s-]+learned|\bretrospectiv|\bpir\b|\bnachbereitung|\bnachbearbeitung|\bnach dem (?:vorfall|incident)|\bsuivi\b|\bretour d'expérience|\bseguimiento|\bposterior|\bacompanhamento|\bpós[\s-]*incidente|\bpo incydencie|\bpo incident|\bdopo l'incidente|\bna het incident|\befter (?:hændelsen|incidenten|hendelsen)|\bwnioski\b|\baction[\s-]items?\b|\bcorrective (?:and preventive )?(?:actions?|measures?)|\bwrap[\s-]*up\b|\bclos(?:ure|ing|e out)\b|^[^\p{L}]*close$|^[^\p{L}]*(?:afterwards?|(?:when|once) (?:it|all|everything|the service) (?:is|works) (?:over|fixed|resolved|back|up|again|back up|up again|running again)|danach|hinterher|nachher|et après|después)[^\p{L}]*$|事后|复盘/iu,
  ],
  [
    'prevention',
    /\bprevent|\bhardening|\bprophyla|\bpräventi|\bvorbeug|\bprévention|\bprevenc|\bavoid(?:ing)? recurrence|预防/iu,
  ],
  [
    'severity',
    /\bseverit|\bhow (?:bad|serious|severe|urgent)\b|\bpriorit(?:y|ies|ät|é)|\bclassif|\bklassifi|\bschweregrad|\bstufen?\b|\bgravité|\bgravedad|\bseveridad|\bsev[\s-]?levels?|\bincident (?:levels?|types|categor)|\bimpact levels?|\bp[0-5]\b.*\bp[0-5]\b|\bresponse (?:times?|targets?|sla)|\bsla\b|\breaktionszeit|\btemps de réponse|严重|优先级|级别/iu,
  ],
  [
    'pattern',
    /\b(?:common|known|typical|frequent|possible|potential|likely)[\s-]+(?:\w+[\s-]+)?(?:issues?|problems?|troubles?|faults?|errors?|failures?|breakages?|outages?|scenarios?|patterns?|causes?|incidents?|alerts?)|\b(?:what|things) (?:that )?(?:\w+ )?(?:goes?|breaks?|fails?)(?: wrong)?\b|\b(?:issue|failure|problem|error) (?:patterns?|modes?|scenarios?)|\bsymptoms?\b|\bsc[eé]narios?\b|\bszenari|\bescenarios?\b|\bcenários?\b|\bhäufige (?:probleme|fehler)|\bproblèmes (?:courants|fréquents)|\bproblemas (?:comunes|frecuentes)|常见/iu,
  ],
  [
    'roles',
    /\broles?\b|\bresponsibilit|\bcontacts?\b|\bon[\s-]?call (?:schedule|rotation|roster|contacts?)|\bteam members?\b|\bansprechpartner|\brollen\b|\bkontakte?\b|^[^\p{L}]*(?:key )?stakeholders?(?: list)?$|联系/iu,
  ],
  [
    'reference',
    /\b(?:references?|resources|links|glossary|definitions?|overview|purpose|scope|introduction|background|appendix|changelog|revision history|document (?:control|history)|table of contents|contents|geltungsbereich|zweck|ziele|einleitung|anhang|glossar|begriffe|definitionen|übersicht|portée|objet|objectifs?|périmètre|annexes?|alcance|objetivos?|propósito|definiciones|escopo|ámbito|cel|zakres|definicj[ae]|scopo|obiettivi|scop|obiective|doel|inleiding|related (?:docs|documents|documentation|runbooks)|tools|further reading|see also|metrics|kpis?|guidelines|best practices|tips|notes|review schedule|maintenance of this)\b/iu,
  ],
  [
    'diagnosis',
    /\binvestigat|\bdiagnos|\bdebug|\btroubleshoot|\bhealth[\s-]*checks?|\banaly[sz]|\bchecks?\b|\bverif|\bmonitoring\b|\bfehlersuche|\bdiagnostic|\bdiagnóstic|诊断|排查/iu,
  ],
  [
    'resolution',
    /\bresol[uv]|\bremed|\bmitigat|\bfix(?:es)?\b|\brecover|\brestor|\brollback|\broll[\s-]back|\bworkaround|\brepair|\brestart|\bcontain|\beradicat|\bbehebung|\bwiederherstell|\bresolución|\bcorrecti|解决|恢复/iu,
  ],
  [
    'response',
    /\brespon[sd]|\btriage|\bassess|\bdetect|\bidentif|\backnowledg|\bcommunicat|\bcomunica|\bkommunik|\bnotif|\bdeclar|\bstabili[sz]|\bimmediate|\bphases?\b|\bsteps?\b|\bprocedures?\b|\bprocess|\bworkflow|\bactions?\b|\bchecklists?\b|\bplaybook|\brunbook|\blifecycle|(?:sofort|gegen|\b)ma(?:ß|ss)nahmen|\bablauf|\bvorgehen|\bprocédure|\bprocedimiento|\bétapes?\b|\bpasos\b|响应|处理|流程|步骤/iu,
  ],
];

const plainTopicWords = topicWords.map(
  ([topic, words]) => [topic, new RegExp(withoutMarks(words.source), words.flags)] as const,
);

/** The topic of a heading by its own words. */
export const topicOfTitle = remembering((title: string): Topic => {
  const text = withoutMarks(title);
  return plainTopicWords.find(([, words]) => words.test(text))?.[0] ?? 'none';
});

/** Topics that whatever stands below such a heading shares, whatever its own words are. */
const strongTopics = new Set<Topic>([
  'template',
  'escalation',
  'followUp',
  'prevention',
  'pattern',
  'reference',
  'roles',
  'rule',
]);

/** Topics that a whole document can be about, so that its title speaks for headings that say nothing. */
const documentTopics = new Set<Topic>(['escalation', 'template', 'severity', 'followUp']);

/** The topic of a section: a strong one of a heading above it, else its own, else that of the nearest heading above. */
export function topicOf(section: Section): Topic {
  const known = topics.get(section);
  if (known !== undefined) return known;
  const topic = decidedTopic(section);
  topics.set(section, topic);
  return topic;
}

/** Every part of the reader asks it of every section. */
const topics = new WeakMap<Section, Topic>();

function decidedTopic(section: Section): Topic {
  const above = section.path.filter((heading) => heading.depth > 1).map((heading) => topicOfTitle(heading.title));
  const own = section.depth === 1 ? 'none' : topicOfTitle(section.title);
  const strong = above.find((topic) => strongTopics.has(topic));
  if (strongTopics.has(own)) return own;
  if (strong !== undefined) return strong;
  const nearest = own === 'none' ? (above.findLast((topic) => topic !== 'none') ?? 'none') : own;
  return nearest === 'none' ? topicOfDocument(section) : nearest;
}

/** Whether a heading of a section, the document's title left out, is about something by its own words. */
export function isTopicOfHeadings(topic: Topic, section: Section): boolean {
  const titles = [section, ...section.path].filter(({ depth }) => depth > 1).map(({ title }) => title);
  return titles.some((title) => topicOfTitle(title) === topic);
}

/** Whether the title of the document that a section stands in is about something. */
export function isDocumentAbout(topic: Topic, section: Section): boolean {
  return topicOfDocument(section) === topic;
}

function topicOfDocument(section: Section): Topic {
  const title = section.depth === 1 ? section.title : section.path.find((heading) => heading.depth === 1)?.title;
  const topic = title === undefined ? 'none' : topicOfTitle(title);
  return documentTopics.has(topic) ? topic : 'none';
}

/** Whether a heading, or one above it, is about people to be called. */
export function isAboutContacts(section: Section): boolean {
  const titles = [
    section.title,
    ...section.path.filter((heading) => heading.depth > 1).map((heading) => heading.title),
  ];
  return titles.some((title) => contactWords.test(title));
}

/** Whether the title of the document is about people to be called. */
export function isDocumentOfContacts({ path }: Section): boolean {
  return path.some(({ depth, title }) => depth === 1 && contactWords.test(title));
}

const contactWords =
  /\bcontacts?\b|\bkontakte?\b|ansprechpartner|\bcontactos?\b|\bcontatos?\b|联系|\bon[\s-]?call (?:rotation|roster|contacts?|schedule)|\bwho to (?:call|contact|page)\b|^[^\p{L}]*(?:who|people|phone numbers?)[^\p{L}]*$|\bcall list\b|\bphone (?:list|tree)\b/iu;
