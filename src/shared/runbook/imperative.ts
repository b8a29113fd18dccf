import type { Language } from './language.ts';

/** Verbs that instructions to operators begin with. */
const verbs = new Set(
  `ack acknowledge access act activate add adjust advise agree alert allow allocate analyse analyze announce answer apply approve ask assemble
  assess assign attach attempt audit avoid back backup begin block breathe brief bring build call cancel capture change check choose clean clear classify categorise categorize
  close collect communicate compare complete compile conduct confirm connect consider consult contact contain continue convene coordinate copy
  correlate create cross-check cut cut-over debug decide declare deploy detach determine detect develop diagnose disable discard disconnect
  discuss document don't download drain draft drop email enable engage enforce ensure enter escalate establish estimate evaluate evict examine
  execute expand export extract fail failover file fill find fix flag flush follow force gather generate get give go grant halt hand handle
  hold identify implement improve include increase inform initiate inspect install investigate invite invoke isolate issue join keep kill
  launch let limit list load locate lock log log-in look lower maintain make manage map mark measure message migrate mitigate monitor mount
  move mute name navigate nominate appoint note notify observe obtain open optimize order organize page patch pause perform pin ping plan plug post power prefer prepare
  preserve press prevent prioritise prioritize proceed produce promote provide provision publish pull purge push put quarantine query
  quantify re-run read reboot rebuild recall recheck reclaim record recover redeploy redirect reduce refer refresh reindex reinstall release
  reload remediate remember remove rename renew repair repeat replace replay replicate reply report reproduce request rerun reset resize
  resolve respond restart restore restrict resume retain retire retrieve retry return reverse revert review revoke rollback roll rotate
  route run save say scale scan schedule scope search secure see select send separate set setup share shift shut signal silence simulate skip
  solicit spin split stabilise stabilize stand start state stop store strengthen submit suspend switch sync tag take talk tell terminate
  test tighten toggle trace track transfer transition triage trigger troubleshoot try tune turn uncordon understand undo unlock unmount unplug
  update upgrade upload use utilize validate verify view visit wait walk warm watch work write do enhance reassign rehearse celebrate
  thank reflect learn lessen automate`
    .split(/\s+/)
    .filter((verb) => verb !== ''),
);
const adverbs =
  /^(?:please|immediately|quickly|optionally|then|first|next|finally|now|manually|temporarily|carefully|also|always|and|only|safely)\b[\s,:]*/iu;
/** `Access restricted to the commander`, `Separate from production` tell how something is. */
const stating =
  /^(?:access|backup|back|log|report|record|alert|change|contact|process|release|storage|update|test|page|monitor|run|plan|request|search|support|audit|export|copy|schedule|deploy|trigger)s? (?:\p{L}+ed|is|are|was|were|has|have|must|should|sent|kept|shut|taken|made|given) (?:to|by|for|in|at|on|from|with|until|only|within|and|or|via|daily|weekly)\b|^separate from\b/iu;
const openings =
  /^(?:if|when|once|after|before|as soon as|while|for each|in case|do not|don't|never|are|is|does|did|what|why|who|how(?!\s+to\b)|has|have|can|should|could|was|were|which|where)\b/iu;

/** How instructions begin, or in German end, in other languages: with infinitives and imperatives. */
const elsewhere: Readonly<Record<Exclude<Language, 'english'>, RegExp>> = {
  german:
    /^\p{L}{3,}en Sie(?!\p{L})|\s(?!(?:sind|bleiben|werden|haben|können|müssen|sollen|dürfen|vorliegen|bestehen|wurden|waren|worden|deren|allen|denen|keinen|einen)[^\p{L}]*$)\p{Ll}{3,}(?:en|eln|ern)[^\p{L}]*$|^(?:[Mm]aak|[Vv]oer|[Ss]tart|[Hh]erstel|[Vv]alideer|[Cc]ontroleer|[Dd]raai|[Ss]top|[Gg]ebruik|[Pp]lan|[Hh]oud|[Mm]eld|[Bb]el|[Nn]eem|[Rr]egistreer|[Pp]ubliceer|[Pp]rüfe|[Ss]tarte|[Ss]toppe|[Mm]elde|[Ii]nformiere|[Öö]ffne|[Ss]ichere|[Ff]ühre)(?!\p{L})|^(?:[Ww]enn|[Ff]alls|[Aa]ls|[Ii]ndien)(?!\p{L})/u,
  romance:
    /^\p{L}{3,}(?:ar|er|ir|re|oir|arse|erse|irse|are|ere|ire)(?!\p{L})|^(?:\p{L}{3,}ez|si|en cas|cuando|quand|se|em caso)(?!\p{L})/iu,
  slavic:
    /^(?:nie\s+|ne\s+)?\p{L}{2,}(?:ć|uj|aj|ej|ij|yj|dź|ź|ń|cz|rz|sz|ujcie|ajcie|jcie|cie|jte|te|ovat|ovať|it|iť|ať)(?!\p{L})|^(?:jeśli|jeżeli|gdy|pokud|ak|když)(?!\p{L})/iu,
  nordic:
    /^\p{L}{3,}era(?!\p{L})|^(?:kontroll?er|sjekk|tjek|kolla|starta?|stopp?a?|kontakta?|ring|meld|anmäl|vurder|bedöm|informer|varsle|opprett|opret|skapa|återställ|gjenopprett|genstart|genopret|isoler|dokumenter|verifiser|bekräft|bekreft|bekræft|underrätta|samla|lås|byt|bytt|slå|sett|sätt|se|gå|om|hvis)(?!\p{L})/iu,
  other:
    /^[^\s]*(?:检查|檢查|确认|確認|通知|重启|重啟|查看|联系|聯繫|执行|執行|恢复|恢復|记录|記錄|更新|关闭|启动|啟動|切换|分析|评估|評估|收集|创建|通知|连絡|連絡|起動|再起動|停止)|^\p{L}{3,}(?:ть|ите|йте)(?!\p{L})/iu,
};

/** Nouns of action (`Prüfung der Logs`, `Isolation du serveur`): things to do only where the text is about doing. */
const nounsOfAction: Readonly<Record<Exclude<Language, 'english'>, RegExp>> = {
  german: /^\p{L}{3,}(?:ung|analyse|prüfung)(?!\p{L})/u,
  romance:
    /^\p{L}{3,}(?:tion|ción|ção|zione|ment|miento|mento|age|agem)(?!\p{L})|^(?:analys[ei]|análisis|análise|mise|mises|revue|monitoreo|tests?)(?!\p{L})/iu,
  slavic: /^\p{L}{3,}(?:nie|cie|acja|ácia|ace|ání|ení)(?!\p{L})/iu,
  nordic: /^\p{L}{3,}(?:ning|else|ering)(?!\p{L})/iu,
  other: /^$/u,
};

/** English verbs that are things elsewhere. */
const isNoun = /^[^\p{L}]*(?:e-?mail|page|message|ping|alert|test|log|plan|note|post|team|form|mail|monitor)\b/iu;

/** Whether an item of a list names something to be done with a noun, as other languages than English do. */
export function isNounOfAction(text: string, language: Language): boolean {
  return language !== 'english' && nounsOfAction[language].test(text.replace(/^[^\p{L}]+/u, ''));
}

/** Whether an item of a list tells somebody to do something; a label such as `Security:` or `New lead:` may stand before it. */
export function isTelling(text: string, language: Language): boolean {
  const after = /^(?:[^\s:：]+\s){0,3}[^\s:：]+\s*[:：]\s*(.+)$/su.exec(text)?.[1];
  return tells(text, language) || (after !== undefined && tells(after, language));
}

function tells(text: string, language: Language): boolean {
  if (language === 'english') return isImperative(text);
  const plain = text.replace(/^[^\p{L}]+/u, '').replace(/\s*[:：].*$/su, '');
  return (isImperative(text) && !isNoun.test(text)) || elsewhere[language].test(plain);
}

/** Whether a text tells somebody to do, or to find out, something. */
export function isImperative(text: string): boolean {
  const plain = text.replace(/^[^\p{L}`$./]+/u, '').replace(/^(?:step\s*\d+|\d+[.)])\s*[:.–-]?\s*/iu, '');
  const spoken = plain.replace(adverbs, '');
  if (stating.test(spoken)) return false;
  const first = /^[\p{L}'’-]+(?![\p{L}\p{N}_=(/.])/u.exec(spoken)?.[0].toLowerCase().replace('’', "'") ?? '';
  return verbs.has(first) || openings.test(spoken);
}

/** Third person of a verb, as in `informs`, `declares` or `searches`. */
function isVerbOfThirdPerson(word: string): boolean {
  const plain = word.toLowerCase();
  return (
    (plain.endsWith('s') && verbs.has(plain.slice(0, -1))) ||
    (plain.endsWith('es') && verbs.has(plain.slice(0, -2))) ||
    (plain.endsWith('ies') && verbs.has(`${plain.slice(0, -3)}y`))
  );
}

/** Whether a sentence tells who does what, or what is done: `The on-call engineer opens a channel`, `The CTO is informed`. */
export function isNarrated(text: string): boolean {
  const words = text.split(/[^\p{L}'’-]+/u, 7).filter((word) => word !== '');
  return words.some(
    (word, index) =>
      index > 0 &&
      (isVerbOfThirdPerson(word) || (/^(?:is|are|gets)$/i.test(word) && /ed$/i.test(words[index + 1] ?? ''))),
  );
}
