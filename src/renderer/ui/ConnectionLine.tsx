import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { assertNever } from '#shared/assertNever.ts';
import type { ConnectionState } from '#shared/host/connection.ts';
import { useRequest } from '../state/useRequest.ts';
import classes from './ConnectionLine.module.css';
import { Failed } from './Failed.tsx';
import { RefusedKey } from './RefusedKey.tsx';
import { StateMark } from './StateMark.tsx';
import { Left, TimeOfDay } from './times.tsx';

type Props = { readonly hostId: string; readonly connection: ConnectionState };

/** Whether the host is connected; if not, why, what to do, and when it is tried again. */
export function ConnectionLine({ hostId, connection }: Props) {
  const retry = useRequest((client, requestId) => client.host.connect({ requestId, hostId }));
  return (
    <section aria-label="Connection" className={classes['line']}>
      <div className={classes['text']}>{describe(connection)}</div>
      {(connection.kind === 'failed' || connection.kind === 'idle') && (
        <Button loading={retry.isPending} onClick={() => void retry.run()}>
          {connection.kind === 'failed' ? 'Try again' : 'Connect'}
        </Button>
      )}
      <Failed failure={retry.failure} />
    </section>
  );
}

function describe(connection: ConnectionState): ReactNode {
  switch (connection.kind) {
    case 'idle':
      return <StateMark state="unobserved">not connected yet</StateMark>;
    case 'connecting':
      return (
        <StateMark state="unobserved">
          connecting since <TimeOfDay at={connection.sinceAt} />
        </StateMark>
      );
    case 'waitingForPerson':
      return <StateMark state="paused">waits for your answer: the question is in this window</StateMark>;
    case 'connected':
      return (
        <StateMark state="ok">
          connected since <TimeOfDay at={connection.sinceAt} />
        </StateMark>
      );
    case 'failed':
      if (connection.failure.hostKey !== undefined)
        return <RefusedKey failure={connection.failure} keys={connection.failure.hostKey} />;
      return (
        <>
          <StateMark state="critical">
            <strong>{connection.failure.text}</strong>
          </StateMark>
          <p>
            {connection.failure.mend}{' '}
            {connection.retryAt === null ? (
              'Not tried again by itself.'
            ) : (
              <>
                Next try in <Left by={connection.retryAt} />
              </>
            )}
          </p>
        </>
      );
    default:
      return assertNever(connection);
  }
}
