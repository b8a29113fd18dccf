import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSnapshot } from '../state/useDesk.ts';
import { Failed } from '../ui/Failed.tsx';
import { Panel } from '../ui/Panel.tsx';
import { freeIdentifier } from './freeIdentifier.ts';
import classes from './Setup.module.css';
import { useAddHost } from './useAddHost.ts';

/** A host that ~/.ssh/config does not name. What is left empty is as ssh would have it. */
export function HostByHand() {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const [address, setAddress] = useState('');
  const [port, setPort] = useState<number | string>('');
  const [user, setUser] = useState('');
  const [identityFile, setIdentityFile] = useState('');
  const [name, setName] = useState('');
  const { add, isPending, failure } = useAddHost();
  const shownName = name.trim() === '' ? address.trim() : name.trim();
  const submit = () => {
    if (address.trim() === '') return;
    void add({
      id: freeIdentifier(shownName, lab),
      name: shownName,
      access: {
        transport: 'ssh2',
        address: address.trim(),
        ...(typeof port === 'number' ? { port } : {}),
        ...(user.trim() === '' ? {} : { user: user.trim() }),
        ...(identityFile.trim() === '' ? {} : { identityFile: identityFile.trim() }),
      },
    });
  };
  return (
    <Panel title="By hand">
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes['pair']}>
          <TextInput
            label="Address"
            placeholder="nas.lan or 192.168.1.20"
            required
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            spellCheck={false}
          />
          <NumberInput
            label="Port"
            placeholder="22"
            min={1}
            max={65_535}
            allowDecimal={false}
            hideControls
            value={port}
            onChange={setPort}
          />
        </div>
        <div className={classes['pair']}>
          <TextInput
            label="User"
            placeholder="as in ~/.ssh/config"
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            spellCheck={false}
          />
          <TextInput
            label="Name"
            placeholder={address}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <TextInput
          label="Key file"
          placeholder="agent and default keys"
          value={identityFile}
          onChange={(event) => setIdentityFile(event.currentTarget.value)}
          spellCheck={false}
        />
        <Failed failure={failure} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="filled" size="sm" loading={isPending} disabled={address.trim() === ''}>
            Add this host
          </Button>
        </div>
      </form>
    </Panel>
  );
}
