import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { RunbookView } from '#shared/rpc/contract.ts';
import { useRunbook, useRunbookList } from '../state/useRunbook.ts';
import { Failed } from '../ui/Failed.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Page } from '../ui/Page.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { DryRun } from './DryRun.tsx';
import { Understood } from './Understood.tsx';
import { useSaveRunbook } from './useSaveRunbook.ts';

// Editor and reader are large and seldom needed, so they are loaded when somebody edits.
const RunbookEditor = lazy(async () => ({ default: (await import('./RunbookEditor.tsx')).RunbookEditor }));

/** A runbook as it was understood, to be tried on a host, and to be edited. */
export function RunbookScreen({ id }: { readonly id: string }) {
  const answer = useRunbook(id);
  if (answer.kind === 'failed') return <Failed failure={answer.failure} />;
  if (answer.kind === 'loading') return <Nothing>Reading the runbook…</Nothing>;
  return <Loaded loaded={answer.value} />;
}

function Loaded({ loaded }: { readonly loaded: RunbookView }) {
  const saving = useSaveRunbook(loaded);
  const list = useRunbookList();
  const { view, draft } = saving;
  const [shown, setShown] = useState<'understood' | 'edit'>(draft === null ? 'understood' : 'edit');
  const listed = list.kind === 'ready' ? list.value.find((item) => item.id === view.id) : undefined;
  const isBuiltIn = listed?.origin === 'builtIn' && view.hash === loaded.hash;
  return (
    <Page
      title={view.runbook.name}
      aside={
        <>
          {draft !== null && shown !== 'edit' && <StateMark state="warning">an edit is not saved</StateMark>}
          <SegmentedControl
            aria-label="View"
            value={shown}
            onChange={setShown}
            data={[
              { value: 'understood', label: 'As understood' },
              { value: 'edit', label: 'Edit' },
            ]}
          />
        </>
      }
    >
      {shown === 'edit' ? (
        <Suspense fallback={<Nothing>Loading the editor…</Nothing>}>
          <RunbookEditor saving={saving} fileName={listed?.fileName ?? `${view.id}.md`} isBuiltIn={isBuiltIn} />
        </Suspense>
      ) : (
        <>
          <DryRun view={view} />
          <Understood runbook={view.runbook} />
        </>
      )}
    </Page>
  );
}
