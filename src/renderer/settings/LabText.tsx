import { Button } from '@mantine/core';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { LabConflict } from './LabConflict.tsx';
import { keepLabDraft, type LabDraft } from './labDraft.ts';
import { offsetOf } from './offsetOf.ts';
import classes from './Settings.module.css';
import { useLabProblems } from './useLabProblems.ts';

type Props = { readonly start: LabDraft; readonly close: () => void };
type OnDisk = { readonly text: string; readonly hash: string };

/** Edits lab.yaml: mistakes by line while typing, nothing saved over what somebody else changed, nothing lost. */
export function LabText({ start, close }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(start);
  const [conflict, setConflict] = useState<OnDisk | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const problems = useLabProblems(draft.text);
  const change = (next: LabDraft) => {
    setDraft(next);
    setIsSaved(false);
    keepLabDraft(next.text === next.base ? null : next);
  };
  // Whether the refusal is a conflict is asked of the disk: it alone says what to compare with.
  const write = useRequest(async (client, requestId, { text, baseHash }: LabDraft) => {
    const before = await client.lab.readText({});
    if (before.hash !== baseHash) return before;
    await client.lab.writeText({ requestId, text, baseHash });
    return null;
  });
  const save = async () => {
    const written = draft;
    let theirs: OnDisk | null = null;
    const answer = await write.run(written);
    void answer;
    theirs = answer;
    setConflict(theirs);
  };
  return null;
}
