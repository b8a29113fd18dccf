import { useState } from 'react';
import { useAnswer } from '../state/useAnswer.ts';
import { Failed } from '../ui/Failed.tsx';
import { keptLabDraft, type LabDraft } from './labDraft.ts';
import { LabText } from './LabText.tsx';
import classes from './Settings.module.css';

/** The text of lab.yaml: the draft that was left, else what is on disk. */
export function LabEditor({ close }: { readonly close: () => void }) {
  const [kept] = useState(keptLabDraft);
  const onDisk = useAnswer(kept === null ? 'lab.text' : null, (client) => client.lab.readText({}));
  if (kept !== null) return <LabText start={kept} close={close} />;
  if (onDisk.kind === 'failed') return <Failed failure={onDisk.failure} />;
  if (onDisk.kind === 'loading') return <p className={classes['quiet']}>Reading lab.yaml…</p>;
  return <LabText start={unchanged(onDisk.value)} close={close} />;
}

function unchanged({ text, hash }: { readonly text: string; readonly hash: string }): LabDraft {
  return { text, base: text, baseHash: hash };
}
