import { useEffect, useRef, useState } from 'react';
import type { Draft } from '#shared/message/message.ts';

export type DraftTexts = Pick<Draft, 'to' | 'subject' | 'body'>;

/**
 * What stands in the composer: the core's draft, except for texts that the person has changed since. A refreshed draft
 * takes their place only where nothing was typed meanwhile.
 */
export function useDraftTexts(draft: Draft) {
  const [texts, setTexts] = useState<DraftTexts>(draft);
  const known = useRef<DraftTexts>(draft);
  useEffect(() => {
    const before = known.current;
    known.current = draft;
    setTexts((now) => ({
      to: sameList(now.to, before.to) ? draft.to : now.to,
      subject: now.subject === before.subject ? draft.subject : now.subject,
      body: now.body === before.body ? draft.body : now.body,
    }));
  }, [draft]);
  return { texts, setTexts };
}

/** What of the texts differs from the draft, as an edit; null where nothing does. */
export function editOf(texts: DraftTexts, draft: Draft): Partial<DraftTexts> | null {
  const edit = {
    ...(sameList(texts.to, draft.to) ? {} : { to: texts.to }),
    ...(texts.subject === draft.subject ? {} : { subject: texts.subject }),
    ...(texts.body === draft.body ? {} : { body: texts.body }),
  };
  return Object.keys(edit).length === 0 ? null : edit;
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
