import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSnapshot } from '../state/useDesk.ts';
import { Panel } from '../ui/Panel.tsx';
import { keptLabDraft } from './labDraft.ts';
import { LabEditor } from './LabEditor.tsx';
import { LabProblems } from './LabProblems.tsx';
import classes from './Settings.module.css';

/** Where the lab is written down, whether it is valid, and its text to edit. A draft left unsaved opens again. */
export function LabPanel() {
  const folder = useSnapshot((snapshot) => snapshot.lab.folder);
  const [isEditing, setIsEditing] = useState(() => keptLabDraft() !== null);
  return (
    <Panel
      title="Lab folder"
      aside={isEditing ? undefined : <Button onClick={() => setIsEditing(true)}>Edit lab.yaml</Button>}
    >
      <dl className={classes['list']}>
        <dt>Folder</dt>
        <dd>
          <code>{folder}</code>
        </dd>
        <dt>lab.yaml</dt>
        <dd>
          <LabProblems />
        </dd>
      </dl>
      {isEditing && <LabEditor close={() => setIsEditing(false)} />}
    </Panel>
  );
}
