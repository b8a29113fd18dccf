import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { folderProblem } from '#shared/run/folderProblem.ts';
import { rememberedFolder } from '#shared/run/rememberedFolder.ts';
import type { Run } from '#shared/run/run.ts';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import { KeyHint } from './KeyHint.tsx';
import { useShortcuts } from './useShortcuts.ts';
import classes from './RunForm.module.css';

type Props = {
  readonly run: Run;
  /** Where giving up leads; absent where the run stays in sight. */
  readonly back?: () => void;
  readonly named?: () => void;
};

/** Asks for the folder that the runbook leaves open; the one of last time stands there already. */
export function FolderForm({ run, back, named }: Props) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const runs = useSnapshot((snapshot) => snapshot.desk.runs);
  const remembered = rememberedFolder(run, Object.values(runs));
  const [folder, setFolder] = useState(run.plan.folder ?? remembered ?? '');
  const name = useRequest((client, requestId) => client.run.nameFolder({ requestId, runId: run.id, folder }));
  const cancel = useRequest((client, requestId) => client.run.cancel({ requestId, runId: run.id }));
  const nameIt = async () => {
    if ((await name.run()) !== null) named?.();
  };
  const giveUp = async () => {
    if (!cancel.isPending && (await cancel.run()) !== null) back?.();
  };
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const problem = folderProblem(folder);
  const isReady = problem === null && !name.isPending;
  useShortcuts({ Escape: () => void giveUp() });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void nameIt();
      }}
    >
      <TextInput
        label="Folder on the host"
        description={
          folder === remembered
            ? `As last time on ${hostName(lab, run.hostId)}.`
            : `The runbook does not say where on ${hostName(lab, run.hostId)} these commands run.`
        }
        placeholder="/opt/…"
        error={folder.trim() === '' ? null : problem}
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') void giveUp();
        }}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        ref={field}
      />
      <Failed failure={name.failure ?? cancel.failure} />
      <div className={classes['buttons']}>
        <Button type="submit" size="sm" variant="filled" disabled={!isReady} loading={name.isPending}>
          {run.plan.effect === 'reads' ? 'Run there' : 'Look there first'}
          <KeyHint of="Enter" />
        </Button>
        <Button size="sm" loading={cancel.isPending} onClick={() => void giveUp()}>
          Cancel
          <KeyHint of="Esc" />
        </Button>
      </div>
    </form>
  );
}
