import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useRunbook } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RunbookText } from './RunbookText.tsx';
import { Understood } from './Understood.tsx';

/** A runbook as it was understood, and as it is written. */
export function RunbookScreen({ id }: { readonly id: string }) {
  const answer = useRunbook(id);
  const [view, setView] = useState<'understood' | 'text'>('understood');
  if (answer.kind === 'failed') return <Failed failure={answer.failure} />;
  if (answer.kind === 'loading') return <Nothing>Reading the runbook…</Nothing>;
  const { runbook, text } = answer.value;
  return (
    <Page
      title={runbook.name}
      aside={
        <SegmentedControl
          aria-label="View"
          value={view}
          onChange={setView}
          data={[
            { value: 'understood', label: 'As understood' },
            { value: 'text', label: 'As written' },
          ]}
        />
      }
    >
      {view === 'understood' ? (
        <Understood runbook={runbook} />
      ) : (
        <Panel title={`${id}.md`} isFlush>
          <RunbookText text={text} />
        </Panel>
      )}
    </Page>
  );
}
