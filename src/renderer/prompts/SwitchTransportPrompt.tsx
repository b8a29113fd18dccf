import { Button } from '@mantine/core';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import type { PromptProps } from './PromptQueue.tsx';
import classes from './Prompt.module.css';

/** Offers the system's ssh for what the built-in one cannot do. */
export function SwitchTransportPrompt({ question, answer, isPending }: PromptProps<'switchTransport'>) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  return (
    <div className={classes['form']}>
      <p tabIndex={-1} data-autofocus>
        {question.reason}
      </p>
      <p className={classes['quiet']}>
        The <code>ssh</code> of this computer can. If you agree, <code>lab.yaml</code> says so for{' '}
        {hostName(lab, question.hostId)} from now on.
      </p>
      <div className={classes['buttons']}>
        <Button variant="filled" loading={isPending} onClick={() => answer({ kind: 'accept' })}>
          Use this computer&apos;s ssh
        </Button>
        <Button disabled={isPending} onClick={() => answer({ kind: 'reject' })}>
          Leave it
        </Button>
      </div>
    </div>
  );
}
