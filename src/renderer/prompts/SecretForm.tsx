import { Button, Switch } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSnapshot } from '../state/useDesk.ts';
import classes from './Prompt.module.css';

type Props = {
  readonly children: ReactNode;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly submit: (remember: 'session' | 'vault') => void;
  readonly reject: () => void;
};

/** The frame of every question for a secret: whether to keep it, send, or refuse. */
export function SecretForm({ children, isReady, isPending, submit, reject }: Props) {
  const vault = useSnapshot((snapshot) => snapshot.shell.vault);
  const [keeps, setKeeps] = useState(false);
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) submit(keeps ? 'vault' : 'session');
      }}
    >
      {children}
      {vault === 'open' ? (
        <Switch
          label="Keep it in the vault"
          checked={keeps}
          onChange={(event) => setKeeps(event.currentTarget.checked)}
        />
      ) : (
        <p className={classes['quiet']}>
          {vault === 'locked' ? 'The vault is locked, so it is kept' : 'There is no vault here, so it is kept'} until
          Sitrep ends.
        </p>
      )}
      <div className={classes['buttons']}>
        <Button type="submit" variant="filled" disabled={!isReady} loading={isPending}>
          Sign in
        </Button>
        <Button disabled={isPending} onClick={reject}>
          Do not sign in
        </Button>
      </div>
    </form>
  );
}
