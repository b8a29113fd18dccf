import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import type { JournalEvent } from '#shared/desk/journalEvent.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import classes from './Timeline.module.css';
import { timelineEntries, type TimelineKind } from './timelineEntry.ts';

const filters: readonly { readonly value: TimelineKind | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'note', label: 'Notes' },
  { value: 'run', label: 'Runs' },
  { value: 'message', label: 'Messages' },
];

/** What happened, newest first, in sentences; and a field for what only people know. */
export function Timeline({ incident }: { readonly incident: Incident }) {
  const revision = useSnapshot((snapshot) => snapshot.desk.revision);
  const timeline = useAnswer(
    `timeline:${incident.id}`,
    (client) => client.desk.timeline({ incidentId: incident.id }),
    revision,
  );
  const [filter, setFilter] = useState<TimelineKind | 'all'>('all');
  return (
    <Panel
      title="Timeline"
      aside={
        <SegmentedControl aria-label="Show in the timeline" data={[...filters]} value={filter} onChange={setFilter} />
      }
      isFlush
    >
      <NoteField incidentId={incident.id} />
      {timeline.kind === 'failed' && <Failed failure={timeline.failure} />}
      {timeline.kind === 'ready' && <Entries events={timeline.value} filter={filter} />}
    </Panel>
  );
}

type EntriesProps = { readonly events: readonly JournalEvent[]; readonly filter: TimelineKind | 'all' };

function Entries({ events, filter }: EntriesProps) {
  const entries = timelineEntries(events)
    .filter((entry) => filter === 'all' || entry.kind === filter)
    .toReversed();
  if (entries.length === 0) return <Nothing>Nothing of this kind yet.</Nothing>;
  return (
    <ol className={classes['entries']} aria-label="Timeline entries">
      {entries.map((entry) => (
        <li key={entry.sequence} data-kind={entry.kind}>
          <TimeOfDay at={entry.at} />
          <span className={classes['text']}>
            {entry.text}
            {entry.isPerson && <span className={classes['by']}> by you</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function NoteField({ incidentId }: { readonly incidentId: string }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { run, isPending, failure } = useRequest((client, requestId, note: string) =>
    client.incident.addNote({ requestId, incidentId, text: note }),
  );
  useShortcuts({ n: () => field.current?.focus() });
  const save = async () => {
    const note = text.trim();
    if (note === '' || (await run(note)) === null) return;
    setText('');
  };
  return (
    <form
      className={classes['note']}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        ref={field}
        aria-label="Note"
        placeholder="Note what you see or do"
        autosize
        minRows={1}
        maxRows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <Button type="submit" size="sm" loading={isPending} disabled={text.trim() === ''}>
        Add note
        <KeyHint of="N" />
      </Button>
      <Failed failure={failure} />
    </form>
  );
}
