import type { Understandable } from '../document/block.ts';
import type { LevelLabel } from './levelLabel.ts';

/** One thing said about a level; `label` is what the text itself calls it, such as a table's column. */
export type LevelField = { readonly label: string | null; readonly text: string };

/** One level as one place of the document describes it. */
export type LevelEntry = {
  readonly level: LevelLabel;
  readonly fields: readonly LevelField[];
  readonly line: number;
  readonly sources: readonly Understandable[];
};

/** Levels that stand side by side: the rows of one table, the items of one list, sibling headings. */
export type LevelGroup = {
  readonly entries: readonly LevelEntry[];
  readonly container: readonly Understandable[];
  /** Of the section that the levels stand in. */
  readonly title: string;
};

const actions =
  /^(?:(?:immediate|initial|required|recommended|first|response|mitigation|key)\s+)?(?:actions?|steps?|response|procedures?|process|playbook|checklist|what to do|to[ -]?dos?)(?: (?:required|to take|steps?))?$|^(?:acciones|acțiuni|ações|maßnahmen|sofortmaßnahmen|vorgehen|mesures|azioni|acties|действия|措施|步骤|步驟|处理|處理|対応)/iu;

/** Whether a label announces what is to be done at a level, not what the level means. */
export function isOfActions(label: string): boolean {
  return actions.test(label.trim());
}

export type FieldMeaning = 'response' | 'criteria' | 'name' | 'other';

const response =
  /^(?:.*\b)?(?:first response|respon(?:se|d)\b(?!.*\b(?:actions?|flow|workflow|process|timeline|team|plan|steps?|procedure|lead|roles?)\b)|acknowledg|ack\b|triage\b|first (?:reply|contact|touch)\b|pick[\s-]?up\b|engagement\b|react|answer(?:ed)?\b|reaktion|antwort|réponse|réaction|respuesta|resposta|risposta|tto\b|mtta\b|start (?:of )?work|work starts?|time to (?:respond|ack|engage|start)|initial contact|call[- ]?back\b|how (?:fast|soon|quickly)|mobili[sz])|^sla\b|^(?:target|time|timeframe|urgency|zeit|délai|plazo|prazo)$|响应|響應|回應|対応時間|応答|응답|phản hồi|răspuns|odpowied|reakci|svarstid|responstijd|yanıt|реакц|отклик|ответ/iu;
const criteria =
  /defin|descri|criteri|exampl|impact|symptom|character|condition|\bscope\b|\bwhen\b|\bwhat\b|\bmeans?\b|meaning|includes?\b|situation|beispiel|beschreib|auswirk|kriteri|exempl|ejempl|impacto|descripc|définition|affected|indicator|trigger|qualif|定义|描述|影响|示例/iu;
const names =
  /^(?:name|severity|level|label|priority|sev|class|classification|schweregrad|priorität|stufe|gravité|#|级别)(?:\s+(?:name|level))?$/iu;

/** Times that are none of a first answer. */
const otherTime =
  /updat|mise à jour|mises à jour|aktualisier|actualiza|resol|résol|lösung|behebung|fix|restor|recover|mitigat|communicat|kommunikat|comunica|cadence|frequen|fréquen|escalat|eskalat|escalad|interval|notif|disclos|mttr|\brto\b|\brpo\b|rezolv|comunic|更新|解决|解決|通知/iu;

/** Whether a heading or label is about other times than that of the first answer. */
export function isAboutOtherTime(label: string): boolean {
  return otherTime.test(label) && !response.test(label.trim());
}

/** What a column or label of a severity is about. */
export function meaningOf(label: string): FieldMeaning {
  const plain = label.trim();
  if (names.test(plain)) return 'name';
  if (response.test(plain)) return 'response';
  return criteria.test(plain) ? 'criteria' : 'other';
}
