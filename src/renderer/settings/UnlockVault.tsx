import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { Panel } from '../ui/Panel.tsx';
import classes from '../ui/SecretField.module.css';

/** Asks for the passphrase while the vault is locked; hosts and channels that need its secrets then go on by themselves. */
export function UnlockVault() {
  const isLocked = useSnapshot((snapshot) => snapshot.shell.vault === 'locked');
  const [passphrase, setPassphrase] = useState('');
  const { run, isPending, failure } = useRequest((client, requestId) => client.vault.unlock({ requestId, passphrase }));
  if (!isLocked) return null;
  return (
    <Panel title="Unlock the vault">
      <form
        className={classes['secret']}
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '') void run();
        }}
      >
        <PasswordInput
          label="Passphrase of the vault"
          description="Once for each start of Sitrep. Hosts that wait for it are then asked again."
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          maxLength={4096}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
        />
        <Button type="submit" variant="filled" size="sm" disabled={passphrase === ''} loading={isPending}>
          Unlock
        </Button>
        <Failed failure={failure} />
      </form>
    </Panel>
  );
}
