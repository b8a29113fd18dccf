/**
 * Facts from which a step of a runbook counts as done by itself: `- Check the logs {tick=logs-checked}`.
 * Beside these, `ran:ACTION` holds as soon as the runbook's action of that id has succeeded in this incident,
 * so `{tick=ran:debug-api}` needs no name of its own here. A step without a fact is ticked by a person.
 */
export const factDescriptions = {
  acknowledged: 'somebody has acknowledged the incident',
  'severity-set': 'a person set the severity, or acknowledged the suggested one',
  'affected-known': 'the incident names the host or service that is affected',
  'logs-checked': 'evidence, which holds the last lines of the log, or a diagnostic was collected',
  'findings-noted': 'a note was written, a diagnostic found something, or the cause was set',
  notified: 'a first message was sent, in any way',
  'update-sent': 'a message was sent after the first one',
  'resolution-sent': 'a message was sent after the incident was resolved',
  'ticket-created': 'a message went out as a ticket',
  'status-page-set': 'a message went to the status page',
  escalated: 'the incident was escalated to somebody',
  'workaround-applied': 'an action that changes something has succeeded',
  isolated: 'a remedy of the kind `isolate` has succeeded',
  'changes-reviewed': 'a run found what had changed: a finding whose id starts with `change`',
  'investigation-started': 'a person ran a diagnostic, set the cause, or moved the status on',
  mitigated: 'the outage is over for its users',
  'restoration-verified': 'all alerts have recovered, or a remedy proved itself with its checks',
  'root-cause-known': 'the cause was set',
  'resolution-documented': 'the cause was set or a note was written after the incident was resolved',
  'no-regression': 'the watch period of 2 h after the resolution has passed quietly',
} as const;

export type FactName = keyof typeof factDescriptions;

export const factNames = Object.keys(factDescriptions) as readonly FactName[];

/** Whether a runbook may write `{tick=...}` with this text. */
export function isFact(tick: string): boolean {
  return Object.hasOwn(factDescriptions, tick) || /^ran:[a-z0-9][a-z0-9._-]*$/.test(tick);
}
