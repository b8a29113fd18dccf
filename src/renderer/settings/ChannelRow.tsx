import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Channel } from '#shared/channel/channelDefinition.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { RemoveButton } from '../ui/RemoveButton.tsx';
import { SecretField } from '../ui/SecretField.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { channelText, habitsText, secretText } from './channelText.ts';
import classes from './Settings.module.css';

type Props = {
  readonly channel: Channel;
  /** Null while it is not known. */
  readonly hasSecret: boolean | null;
  readonly changed: () => void;
};

/** One channel: where it leads, its secret, and a test whose answer is the receiver's own. */
export function ChannelRow({ channel, hasSecret, changed }: Props) {
  const name = channel.name ?? channel.id;
  const [isEntering, setIsEntering] = useState(false);
  const [isTaken, setIsTaken] = useState(false);
  const test = useRequest((client, requestId) => client.channel.test({ requestId, channelId: channel.id }));
  const send = async () => {
    setIsTaken(false);
    setIsTaken((await test.run()) !== null);
  };
  return (
    <li className={classes['channel']}>
      <div className={classes['what']}>
        <strong>{name}</strong>
        <span>{channelText(channel)}</span>
        <span className={classes['quiet']}>{habitsText(channel)}</span>
        {hasSecret !== null && (
          <StateMark state={hasSecret ? 'ok' : 'unobserved'}>
            {secretText(channel)} {hasSecret ? 'is in the vault' : 'is not set'}
          </StateMark>
        )}
      </div>
      <div className={classes['buttons']}>
        <Button loading={test.isPending} aria-label={`Test ${name}`} onClick={() => void send()}>
          Test
        </Button>
        <Button
          aria-label={`${hasSecret === true ? 'Change' : 'Set'} secret of ${name}`}
          onClick={() => setIsEntering(!isEntering)}
        >
          {hasSecret === true ? 'Change secret' : 'Set secret'}
        </Button>
        {hasSecret === true && (
          <RemoveButton
            name={`Remove the secret of ${name}`}
            ask={async (client, requestId) => {
              await client.vault.deleteSecret({ requestId, name: `channel:${channel.id}` });
              changed();
            }}
            leadsTo={null}
          />
        )}
      </div>
      <div className={classes['wide']}>
        {isEntering && (
          <SecretField
            name={`channel:${channel.id}`}
            label={`${secretText(channel)} for ${name}`}
            saved={() => {
              setIsEntering(false);
              changed();
            }}
          />
        )}
        <output>{isTaken && <StateMark state="ok">The receiver took the test message.</StateMark>}</output>
        <Failed failure={test.failure} />
      </div>
    </li>
  );
}
