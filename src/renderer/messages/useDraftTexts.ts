import { useEffect, useRef, useState } from 'react';
import { mergeEdits } from '#shared/message/mergeEdits.ts';
import type { Draft } from '#shared/message/message.ts';

export type DraftTexts = Pick<Draft, 'to' | 'subject' | 'body'>;

/** What stands in the composer: the core's draft, with what the person has changed since. */
export function useDraftTexts(draft: Draft) {
  const [texts, setTexts] = useState<DraftTexts>(draft);
  const known = useRef<DraftTexts>(draft);
  useEffect(() => {
    const before = known.current;
    known.current = draft;
    setTexts((now) => nextTexts(now, before, draft));
  }, [draft]);
  return { texts, setTexts };
}

/**
 * What is to stand in the composer when the core's draft changed from `before`: the draft, with the words that were
 * typed meanwhile. The draft may already hold some of these, and values of fields that were filled at the same time.
 */
export function nextTexts(now: DraftTexts, before: DraftTexts, draft: DraftTexts): DraftTexts {
  return {
    to: sameList(now.to, before.to) ? draft.to : now.to,
    subject: mergeEdits(now.subject, before.subject, draft.subject),
    body: mergeEdits(now.body, before.body, draft.body),
  };
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
