import type { Channel } from '#shared/channel/channelDefinition.ts';
import { useState } from 'react';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { Failed } from '../ui/Failed.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { ChannelRow } from './ChannelRow.tsx';
import { CopyText } from '../ui/CopyText.tsx';
import classes from './Settings.module.css';

const none: readonly Channel[] = [];

/** The ways to tell people beside this desktop: whether each has its secret, and a test of each. */
export function Channels() {
  const channels = useSnapshot((snapshot) => snapshot.lab.lab.channels) ?? none;
  const hash = useSnapshot((snapshot) => snapshot.lab.hash);
  const [changes, setChanges] = useState(0);
  const names = useAnswer('vault.names', (client) => client.vault.names({}), `${hash} ${changes}`);
  const kept = names.kind === 'ready' ? names.value : [];
  return (
    <Panel title="Channels" isFlush>
      {names.kind === 'failed' && <Failed failure={names.failure} />}
      {channels.length === 0 && (
        <Nothing>No channels: notifications appear on this desktop only. Add one to lab.yaml, as below.</Nothing>
      )}
      <ul>
        {channels.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            hasSecret={names.kind === 'ready' ? kept.includes(`channel:${channel.id}`) : null}
            changed={() => setChanges(changes + 1)}
          />
        ))}
      </ul>
      <details className={classes['example']}>
        <summary>How to add a channel</summary>
        <p className={classes['quiet']}>
          Channels are written in lab.yaml, under <code>channels:</code>. Their secrets stay out of the file: set them
          here once the channel is there. Keep what suits you of these:
        </p>
        <CopyText name="the example channels" text={example} />
      </details>
    </Panel>
  );
}

const example = `channels:
  - id: phone
    kind: ntfy
    server: https://ntfy.sh
    topic: a-name-that-is-hard-to-guess
    quiet: { from: '22:00', to: '07:00' } # P1 passes
  - id: mail
    kind: email
    host: smtp.example.org
    user: robin
    from: sitrep@example.org
    to: [robin@example.org]
    levels: [P1, P2]
  - id: chat
    kind: webhook
    shape: discord # or slack: their address is the secret
`;
