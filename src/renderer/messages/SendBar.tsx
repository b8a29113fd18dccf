import { Button } from '@mantine/core';
import { useState } from 'react';
import { isRecipient } from '#shared/message/mailtoLink.ts';
import type { Draft, MessageVia } from '#shared/message/message.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { type Finished, handOver } from './handOver.ts';
import classes from './Messages.module.css';
import type { DraftTexts } from './useDraftTexts.ts';

type Props = {
  readonly draft: Draft;
  readonly texts: DraftTexts;
  /** Stores what was typed; false when that failed. */
  readonly save: () => Promise<boolean>;
  readonly sent: (via: MessageVia, finished: Finished) => void;
};

const ways: readonly (readonly [MessageVia, string])[] = [
  ['eml', 'Save .eml'],
  ['mailto', 'Open in mail program'],
  ['clipboard', 'Copy'],
];

/** The ways out of the composer; blocked, and saying why, while something is missing. */
export function SendBar({ draft, texts, save, sent }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const send = useRequest((client, requestId, via: MessageVia) =>
    client.message.send({ requestId, incidentId: draft.incidentId, draftId: draft.id, via }),
  );
  const go = async (via: MessageVia) => {
    if (!(await save())) return;
    const finished = await send.run(via);
    if (finished === null) return;
    try {
      await handOver(via, finished);
      sent(via, finished);
    } catch {
      setTrouble('The browser did not let Sitrep reach the clipboard. The message is shown below: copy it by hand.');
      sent(via, finished);
    }
  };
  const missing = draft.fields.filter((field) => field.source === 'missing').length;
  const wrong = texts.to.filter((one) => !isRecipient(one));
  return (
    <section aria-label="Send" className={classes['bar']}>
      <output>
        {missing > 0 ? (
          <StateMark state="warning">{count(missing, 'field')} to fill or leave out before it can go</StateMark>
        ) : wrong.length > 0 ? (
          <StateMark state="warning">{wrong.join(', ')} is no e-mail address</StateMark>
        ) : (
          <StateMark state="ok">Ready. What goes out is noted in the timeline.</StateMark>
        )}
        {trouble}
      </output>
      <Failed failure={send.failure} />
      {ways.map(([via, name], index) => (
        <Button
          key={via}
          size="sm"
          variant={index === 0 ? 'filled' : 'default'}
          disabled={missing > 0 || wrong.length > 0}
          loading={send.isPending}
          onClick={() => void go(via)}
        >
          {name}
        </Button>
      ))}
    </section>
  );
}
