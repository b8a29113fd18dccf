import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { CoreClient } from '../client/coreClient.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';

type Props = {
  readonly name: string;
  readonly ask: (client: CoreClient, requestId: string) => Promise<unknown>;
  readonly leadsTo: string | null;
};

/** Removes something after a second click in the same place. */
export function RemoveButton({ name, ask, leadsTo }: Props) {
  const [isSure, setIsSure] = useState(false);
  const [, navigate] = useLocation();
  const { run, isPending, failure } = useRequest(ask);
  const remove = async () => {
    if ((await run()) !== null && leadsTo !== null) navigate(leadsTo);
  };
  return (
    <>
      <Failed failure={failure} />
      {isSure ? (
        <>
          <Button color="red.8" variant="filled" loading={isPending} onClick={() => void remove()}>
            {name}
          </Button>
          <Button onClick={() => setIsSure(false)}>Keep</Button>
        </>
      ) : (
        <Button onClick={() => setIsSure(true)} aria-label={`${name}…`}>
          Remove…
        </Button>
      )}
    </>
  );
}
