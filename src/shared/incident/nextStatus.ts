import { assertNever } from '../assertNever.ts';
import type { IncidentStatus } from './incident.ts';

/** What may move an incident on. */
export type StatusTrigger =
  | { readonly kind: 'opened' }
  | { readonly kind: 'causeFound' }
  | { readonly kind: 'remedyStarted' }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'sameCauseAgain' }
  | { readonly kind: 'person'; readonly to: IncidentStatus };

/**
 *                      causeFound              remedyStarted            recovered, person
 *   opened                 |                        |                          |
 *     |    +---------------+--+    +----------------+-+    +-------------------+-+    person    +--------+
 *     +--> |  investigating   | -> |    identified    | -> |      resolving      | --+          | closed |
 *          +------------------+ <- +------------------+ <- +---------------------+   |          +--------+
 *             ^    |     |  person, when it was not it             ^                 v               ^
 *             |    |     +-----------------------------------------+           +----------+          |
 *             |    |                  remedyStarted, person                    | resolved | ---------+
 *             |    +---------------- recovered, person ----------------------> +----------+
 *             |                    (from any open status)                            |
 *             +------------- sameCauseAgain within the watch period, person ---------+
 *
 * The status that follows, or null where the trigger changes nothing or is not possible. A closed incident stays
 * closed: what comes later is a new one.
 */
export function nextStatus(from: IncidentStatus | null, trigger: StatusTrigger): IncidentStatus | null {
  switch (trigger.kind) {
    case 'opened':
      return from === null ? 'investigating' : null;
    case 'causeFound':
      return from === 'investigating' ? 'identified' : null;
    case 'remedyStarted':
      return from === 'investigating' || from === 'identified' ? 'resolving' : null;
    case 'recovered':
      return isOpenStatus(from) ? 'resolved' : null;
    case 'sameCauseAgain':
      return from === 'resolved' ? 'investigating' : null;
    case 'person':
      return from !== null && choicesFrom(from).includes(trigger.to) ? trigger.to : null;
    default:
      return assertNever(trigger);
  }
}

/** Where a person may move an incident, in the order in which to offer it. */
export function choicesFrom(from: IncidentStatus): readonly IncidentStatus[] {
  switch (from) {
    case 'investigating':
      return ['identified', 'resolving', 'resolved'];
    case 'identified':
      return ['resolving', 'resolved', 'investigating'];
    case 'resolving':
      return ['resolved', 'identified', 'investigating'];
    case 'resolved':
      return ['closed', 'investigating'];
    case 'closed':
      return [];
    default:
      return assertNever(from);
  }
}

/** Whether the outage is still being worked on. */
export function isOpenStatus(status: IncidentStatus | null): boolean {
  return status === 'investigating' || status === 'identified' || status === 'resolving';
}
