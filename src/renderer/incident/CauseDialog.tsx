import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Incident } from '#shared/incident/incident.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import classes from '../ui/Dialog.module.css';

/** Asks what caused the incident, as the messages and the post-mortem will say it. */
export function CauseDialog({ incident, close }: { readonly incident: Incident; readonly close: () => void }) {
  const [text, setText] = useState(incident.cause ?? '');
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.incident.setCause({ requestId, incidentId: incident.id, text: text.trim() }),
  );
  return (
    <Modal opened onClose={close} title="Cause of the incident">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void run().then((answer) => (answer === null ? undefined : close()));
        }}
      >
        <Textarea
          label="Cause"
          description="In words that the messages can use."
          autosize
          minRows={3}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Failed failure={failure} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="filled" loading={isPending} disabled={text.trim() === ''}>
            Set the cause
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
