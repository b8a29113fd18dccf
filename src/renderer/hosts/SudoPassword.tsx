import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../state/useAnswer.ts';
import { Failed } from '../ui/Failed.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RemoveButton } from '../ui/RemoveButton.tsx';
import { SecretField } from '../ui/SecretField.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import classes from './Hosts.module.css';

/** The password that sudo asks for on a host, where somebody chose to keep one; it is set here and never shown. */
export function SudoPassword({ hostId, name }: { readonly hostId: string; readonly name: string }) {
  const secret = `sudo:${hostId}`;
  const [isEntering, setIsEntering] = useState(false);
  const [changes, setChanges] = useState(0);
  const names = useAnswer('vault.names', (client) => client.vault.names({}), changes);
  const isKept = names.kind === 'ready' && names.value.includes(secret);
  const changed = () => setChanges(changes + 1);
  return (
    <Panel title="Password for sudo">
      {names.kind === 'failed' && <Failed failure={names.failure} />}
      <div className={classes['beside']}>
        {isKept ? (
          <StateMark state="ok">In the vault. Remedies give it to sudo where sudo asks for it.</StateMark>
        ) : (
          <p>None is kept: remedies use sudo only where it asks for no password.</p>
        )}
        <div className={classes['buttons']}>
          <Button onClick={() => setIsEntering(!isEntering)} aria-expanded={isEntering}>
            {isKept ? 'Change it' : 'Keep one'}
          </Button>
          {isKept && (
            <RemoveButton
              name={`Remove the sudo password of ${name}`}
              ask={async (client, requestId) => {
                await client.vault.deleteSecret({ requestId, name: secret });
                changed();
              }}
              leadsTo={null}
            />
          )}
        </div>
      </div>
      {isEntering && (
        <SecretField
          name={secret}
          label={`Password that sudo asks for on ${name}`}
          saved={() => {
            setIsEntering(false);
            changed();
          }}
        />
      )}
    </Panel>
  );
}
