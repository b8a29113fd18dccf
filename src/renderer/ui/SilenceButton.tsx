import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SilenceTarget } from '#shared/silence/silence.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import classes from './SilenceButton.module.css';

/** The core ends every silence by itself; the longest stands for "until removed". */
const spans = [
  { minutes: 60, label: '1 h' },
  { minutes: 480, label: '8 h' },
  { minutes: 1_440, label: '24 h' },
  { minutes: 43_200, label: 'until removed' },
] as const;

type Props = { readonly target: SilenceTarget; readonly name: string };

/** Opens the question for how long, and why, nothing is to be told of a host, service or check. */
export function SilenceButton({ target, name }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button aria-label={`Silence ${name}…`} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        Silence…
      </Button>
      {isOpen && <SilenceDialog target={target} name={name} close={() => setIsOpen(false)} />}
    </>
  );
}

function SilenceDialog({ target, name, close }: Props & { readonly close: () => void }) {
  const [minutes, setMinutes] = useState('60');
  const [reason, setReason] = useState('');
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.silence.add({ requestId, target, minutes: Number(minutes), reason: reason.trim() }),
  );
  const submit = async () => {
    if ((await run()) !== null) close();
  };
  return (
    <Modal opened onClose={close} title={`Silence ${name}`}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={classes['what']}>
          {target.kind === 'check' ? 'Its check goes' : 'Its checks go'} on and the state stays on screen; nobody is
          told of a new problem, and no incident opens.
        </p>
        <SegmentedControl
          fullWidth
          aria-label="For how long"
          value={minutes}
          onChange={setMinutes}
          data={spans.map((span) => ({ value: String(span.minutes), label: span.label }))}
        />
        {minutes === '43200' && (
          <p className={classes['what']}>It ends by itself after 30 days, so that it is never forgotten.</p>
        )}
        <TextInput
          label="Reason"
          description="Shown beside the state; may stay empty."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <Failed failure={failure} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="filled" loading={isPending}>
            Silence
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
