import type { IncidentStatus, Severity } from '../incident/incident.ts';

/** Words by which templates call each status; stems, because endings differ. */
const statusWords: Readonly<Record<IncidentStatus, RegExp>> = {
  investigating: /^(investigat|open|new|detect|triag|ongoing|active)/,
  identified: /^(identif|diagnos|known)/,
  resolving: /^(resolving|mitigat|fixing|in progress|monitor|implement|recover(ing)?$|repair|stabil)/,
  resolved: /^(resolved|fixed|restored|recovered|done|complete)/,
  closed: /^(closed)/,
};
const levelWords: Readonly<Record<Severity, RegExp>> = {
  1: /^(p ?1|sev(erity)?[- ]?1|s1|critical|emergency|urgent)$/,
  2: /^(p ?2|sev(erity)?[- ]?2|s2|high|major)$/,
  3: /^(p ?3|sev(erity)?[- ]?3|s3|medium|moderate|minor)$/,
  4: /^(p ?4|sev(erity)?[- ]?4|s4|low|trivial|info)$/,
};

/** The alternatives that a placeholder such as `{Investigating/Identified/Resolved}` offers; none where it is no list. */
export function optionsOf(placeholder: string): readonly string[] {
  const options = placeholder.split(/\s*[/|]\s*|\s*,\s*(?:or\s+)?|\s+or\s+/i).map((option) => option.trim());
  return options.length > 1 && options.every((option) => option !== '') ? options : [];
}

const matching = (options: readonly string[], patterns: readonly RegExp[]) =>
  options.filter((option) => patterns.some((pattern) => pattern.test(option.toLowerCase())));

/** Whether a placeholder lists states or levels to choose from; most of the options must be such words. */
export function choiceKind(placeholder: string): 'status' | 'severity' | null {
  const options = optionsOf(placeholder);
  if (options.length < 2) return null;
  const most = options.length / 2;
  if (matching(options, Object.values(levelWords)).length > most) return 'severity';
  return matching(options, Object.values(statusWords)).length > most ? 'status' : null;
}

/** The option that says this status, or the nearest that says what is still true. */
export function statusChoice(placeholder: string, status: IncidentStatus): string | null {
  const options = optionsOf(placeholder);
  const order: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
    investigating: ['investigating'],
    identified: ['identified', 'investigating'],
    resolving: ['resolving', 'identified', 'investigating'],
    resolved: ['resolved', 'closed'],
    closed: ['closed', 'resolved'],
  };
  const found = order[status].map((one) => matching(options, [statusWords[one]])[0]);
  return found.find((option) => option !== undefined) ?? null;
}

/** The option that says this level: by rank, or by the name that the runbook gives it. */
export function severityChoice(placeholder: string, severity: Severity, name: string): string | null {
  const options = optionsOf(placeholder);
  const named = options.find((option) => option.toLowerCase() === name.toLowerCase());
  return named ?? matching(options, [levelWords[severity]])[0] ?? null;
}
