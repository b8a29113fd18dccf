import type { MessageTemplate } from '../runbook/runbook.ts';
import type { Instant } from '../time/instant.ts';
import { findSlots } from './findSlots.ts';
import { meaningOf } from './meaningOf.ts';
import type { Draft } from './message.ts';
import { parseLocalMoment } from './localMoment.ts';

/** When a draft, as it stands, promises the next update; null where it promises none that can be read. */
export function promisedUpdate(draft: Draft, template: MessageTemplate, zone: string, now: Instant): Instant | null {
  const slot = findSlots(template.body, template.placeholders).find(
    (one) => meaningOf(one, 'body', draft.incidentId) === 'nextUpdate',
  );
  if (slot === undefined) return null;
  const label = slot.label.toLowerCase();
  const line = draft.body.split('\n').find((text) => label !== '' && text.toLowerCase().includes(label));
  const written = line?.slice(line.toLowerCase().indexOf(label) + label.length) ?? '';
  const filled = draft.fields.find(
    (field) => field.placeholder.startsWith(slot.placeholder) && field.origin.startsWith('usual'),
  );
  return (
    parseLocalMoment(written, zone, now) ??
    (line === undefined ? parseLocalMoment(filled?.value ?? '', zone, now) : null)
  );
}
