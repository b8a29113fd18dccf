import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Discovery } from '#shared/discovery/proposal.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import { count } from './formatValue.ts';
import { Panel } from './Panel.tsx';
import { StateMark } from './StateMark.tsx';
import classes from './FindChecks.module.css';
import { Proposals } from './Proposals.tsx';

type Props = { readonly hostId: string; readonly isConnected: boolean };

/** Looks at what runs on a host and offers to watch it: one look, ticks, one button. */
export function FindChecks({ hostId, isConnected }: Props) {
  const [found, setFound] = useState<Discovery | null>(null);
  const [added, setAdded] = useState<number | null>(null);
  const look = useRequest((client) => client.host.discover({ hostId }));
  const find = async () => {
    setAdded(null);
    setFound(await look.run());
  };
  const finish = (amount: number) => {
    setFound(null);
    setAdded(amount);
  };
  return (
    <Panel
      title="Find what to watch"
      aside={
        <Button loading={look.isPending} disabled={!isConnected} onClick={() => void find()}>
          {found === null ? 'Look at this host' : 'Look again'}
        </Button>
      }
    >
      <Failed failure={look.failure} />
      <output className={classes['state']}>
        {look.isPending && 'Looking at units, timers, ports, disks, containers… This takes up to a minute.'}
        {added !== null && (
          <StateMark state="ok">{count(added, 'check')} added to lab.yaml; the first answers come in now.</StateMark>
        )}
        {!look.isPending && found === null && added === null && (isConnected ? idle : 'Connect to the host first.')}
      </output>
      {found !== null && !look.isPending && <Proposals key={hostId} found={found} finish={finish} />}
    </Panel>
  );
}

const idle = 'Sitrep looks at what runs there and proposes checks. Looking changes nothing.';
