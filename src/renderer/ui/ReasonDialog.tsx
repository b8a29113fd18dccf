import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CoreClient } from '../client/coreClient.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import classes from './Dialog.module.css';

type Props = {
  readonly title: string;
  readonly close: () => void;
  /** Why this decision needs a reason; without it the reason may stay empty. */
  readonly needsReason?: string | null;
  readonly ask: (client: CoreClient, requestId: string, reason: string) => Promise<unknown>;
};

/** Asks for the reason of a decision; mostly it may stay empty and Enter is enough. */
export function ReasonDialog({ title, close, ask, needsReason = null }: Props) {
  const [reason, setReason] = useState('');
  const { run, isPending, failure } = useRequest(ask);
  return (
    <Modal opened onClose={close} title={title}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void run(reason.trim()).then((answer) => (answer === null ? undefined : close()));
        }}
      >
        <TextInput
          label="Reason"
          description={needsReason ?? 'Kept in the timeline; may stay empty.'}
          required={needsReason !== null}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <Failed failure={failure} />
        <div className={classes['buttons']}>
          <Button
            type="submit"
            variant="filled"
            loading={isPending}
            disabled={needsReason !== null && reason.trim() === ''}
          >
            {title}
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
