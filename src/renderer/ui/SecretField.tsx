import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import classes from './SecretField.module.css';

type Props = { readonly name: string; readonly label: string; readonly saved: () => void };

/** Takes a secret for the vault; it leaves the window at once and never comes back. */
export function SecretField({ name, label, saved }: Props) {
  const vault = useSnapshot((snapshot) => snapshot.shell.vault);
  const [secret, setSecret] = useState('');
  const { run, isPending, failure } = useRequest((client, requestId) =>
    client.vault.setSecret({ requestId, name, secret }),
  );
  const submit = async () => {
    if ((await run()) !== null) saved();
  };
  return (
    <form
      className={classes['secret']}
      onSubmit={(event) => {
        event.preventDefault();
        if (secret !== '') void submit();
      }}
    >
      <PasswordInput
        label={label}
        description={vaultTexts[vault]}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        autoComplete="off"
        maxLength={4096}
        ref={focused}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      />
      <Button type="submit" variant="filled" size="sm" disabled={secret === ''} loading={isPending}>
        Keep it
      </Button>
      <Failed failure={failure} />
    </form>
  );
}

const focused = (element: HTMLInputElement | null) => element?.focus();

const vaultTexts = {
  open: 'Goes into the vault and is never shown again.',
  locked: 'The vault is locked: unlock it first.',
  memory: 'There is no vault here, so it is kept until Sitrep ends.',
} as const;
