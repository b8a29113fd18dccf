import { TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Draft, MessageVia } from '#shared/message/message.ts';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { NotFound } from '../ui/NotFound.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import { FieldList } from './FieldList.tsx';
import classes from './Messages.module.css';
import { Preview } from './Preview.tsx';
import { SendBar } from './SendBar.tsx';
import { Sent, type SentMessageView } from './Sent.tsx';
import { useAutosave } from './useAutosave.ts';
import { type DraftTexts, editOf, useDraftTexts } from './useDraftTexts.ts';

type Props = { readonly incidentId: string; readonly draftId: string };

/** A message being written: fields and text on the left, the preview on the right, the ways out below. */
export function Composer({ incidentId, draftId }: Props) {
  const draft = useSnapshot((snapshot) => snapshot.desk.incidents[incidentId]?.drafts[draftId]);
  const [sent, setSent] = useState<SentMessageView | null>(null);
  if (sent !== null) return <Sent incidentId={incidentId} sent={sent} />;
  if (draft === undefined) {
    return (
      <NotFound title="No such draft">
        This draft was sent or discarded. <Link href={paths.incident(incidentId)}>Back to the incident</Link>
      </NotFound>
    );
  }
  return <Open draft={draft} sent={setSent} />;
}

function Open({ draft, sent }: { readonly draft: Draft; readonly sent: (view: SentMessageView) => void }) {
  const { texts, setTexts } = useDraftTexts(draft);
  const known = useSnapshot((snapshot) => snapshot.lab.lab.contacts);
  const edit = useRequest(
    (client, requestId, change: Partial<DraftTexts> & { readonly fields?: Record<string, string | null> }) =>
      client.message.edit({
        requestId,
        incidentId: draft.incidentId,
        draftId: draft.id,
        ...change,
        ...(change.to === undefined ? {} : { to: [...change.to] }),
      }),
  );
  const saveTexts = async () => {
    const change = editOf(texts, draft);
    return change === null || (await edit.run(change)) !== null;
  };
  useAutosave(texts, () => void saveTexts());
  const [, navigate] = useLocation();
  useShortcuts({ Escape: () => navigate(paths.incident(draft.incidentId)) });
  const emails = known.flatMap((contact) => contact.email ?? []);
  return (
    <Page title={draft.title} intro={<Templates draft={draft} />}>
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <FieldList draft={draft} set={(placeholder, value) => void edit.run({ fields: { [placeholder]: value } })} />
          <Panel title="Message">
            <div className={classes['form']}>
              <TagsInput
                label="To"
                placeholder="name@example.org"
                data={emails}
                value={[...texts.to]}
                onChange={(to) => setTexts({ ...texts, to })}
                onBlur={() => void saveTexts()}
                splitChars={[',', ' ', ';']}
                acceptValueOnBlur
              />
              <TextInput
                label="Subject"
                value={texts.subject}
                onChange={(event) => setTexts({ ...texts, subject: event.currentTarget.value })}
                onBlur={() => void saveTexts()}
              />
              <Textarea
                label="Text"
                autosize
                minRows={12}
                value={texts.body}
                onChange={(event) => setTexts({ ...texts, body: event.currentTarget.value })}
                onBlur={() => void saveTexts()}
              />
              <Failed failure={edit.failure} />
            </div>
          </Panel>
        </div>
        <div className={classes['column']}>
          <Preview draft={{ ...draft, ...texts }} />
        </div>
      </div>
      <SendBar
        draft={draft}
        texts={texts}
        save={saveTexts}
        sent={(via: MessageVia, finished) => sent({ via, ...finished })}
      />
    </Page>
  );
}

/** Other templates of the same incident: drafts are kept side by side. */
function Templates({ draft }: { readonly draft: Draft }) {
  const drafts = useSnapshot((snapshot) => snapshot.desk.incidents[draft.incidentId]?.drafts ?? {});
  const others = Object.values(drafts).filter((other) => other.id !== draft.id);
  return (
    <span className={classes['links']}>
      <Link href={paths.incident(draft.incidentId)}>
        Back to the incident
        <KeyHint of="Esc" />
      </Link>
      {others.map((other) => (
        <Link key={other.id} href={paths.draft(draft.incidentId, other.id)}>
          Draft: {other.title}
        </Link>
      ))}
      <Link href={paths.compose(draft.incidentId)}>Another template</Link>
    </span>
  );
}
