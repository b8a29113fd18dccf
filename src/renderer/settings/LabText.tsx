import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { LabProblem } from '#shared/lab/labFile.ts';
import { Failed } from '../ui/Failed.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { LabConflict } from './LabConflict.tsx';
import { keepLabDraft, type LabDraft } from './labDraft.ts';
import { offsetOf } from './offsetOf.ts';
import { ProblemLines } from './ProblemLines.tsx';
import codeText from '../ui/CodeText.module.css';
import classes from './Settings.module.css';
import { useLabProblems } from './useLabProblems.ts';
import { type LabOnDisk, useSaveLab } from './useSaveLab.ts';

type Props = { readonly start: LabDraft; readonly close: () => void };

/** Edits lab.yaml: mistakes by line while typing, nothing written over another's change, nothing lost on the way. */
export function LabText({ start, close }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(start);
  const [theirs, setTheirs] = useState<LabOnDisk | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const problems = useLabProblems(draft.text);
  const save = useSaveLab();
  const isChanged = draft.text !== draft.base;
  const change = (next: LabDraft) => {
    setDraft(next);
    setIsSaved(false);
    save.forget();
    keepLabDraft(next.text === next.base ? null : next);
  };
  const submit = async () => {
    const answer = await save.run(draft);
    if (answer === null) return;
    const { kind, onDisk } = answer;
    if (kind === 'conflict') return setTheirs(onDisk);
    // What was typed while it was being written stays a draft, now of the new file.
    const typed = area.current?.value ?? draft.text;
    change({ text: typed, base: onDisk.text, baseHash: onDisk.hash });
    setIsSaved(true);
  };
  const resolve = (text: string, onDisk: LabOnDisk) => {
    change({ text, base: onDisk.text, baseHash: onDisk.hash });
    setTheirs(null);
  };
  const goTo = ({ line, column }: LabProblem) => {
    const offset = offsetOf(draft.text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset);
  };
  const drop = () => {
    keepLabDraft(null);
    close();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (isChanged && !save.isPending) void submit();
  };
  return (
    <div className={classes['editor']}>
      <Textarea
        label="Text of lab.yaml"
        description="Ctrl S saves. What you do not save is kept in this window until you discard it."
        classNames={{ input: codeText['code'] ?? '' }}
        ref={area}
        rows={22}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        value={draft.text}
        onChange={(event) => change({ ...draft, text: event.currentTarget.value })}
        onKeyDown={press}
      />
      <ProblemLines problems={problems} goTo={goTo} />
      <Failed failure={save.failure} />
      {theirs !== null && <LabConflict draft={draft} theirs={theirs} resolve={resolve} />}
      <div className={classes['buttons']}>
        <Button variant="filled" size="sm" disabled={!isChanged} loading={save.isPending} onClick={() => void submit()}>
          Save
        </Button>
        <Button size="sm" onClick={drop}>
          {isChanged ? 'Discard my changes' : 'Close'}
        </Button>
        <output>{isSaved && !isChanged && <StateMark state="ok">Saved and in force.</StateMark>}</output>
      </div>
    </div>
  );
}
