import { Button } from '@mantine/core';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from './Failed.tsx';
import classes from './StopAll.module.css';

/** A stop for every run on all hosts; there only while more than one has not ended. */
export function StopAll() {
  const running = useSnapshot(
    ({ desk }) => Object.values(desk.runs).filter((run) => run.stage !== 'ended' && !run.cancelRequested).length,
  );
  const { run, isPending, failure } = useRequest((client, requestId) => client.run.cancelAll({ requestId }));
  if (running < 2 && failure === null) return null;
  return (
    <div className={classes['stopAll']}>
      <span>{running} runs have not ended, on all hosts together.</span>
      <Button color="red" variant="outline" loading={isPending} onClick={() => void run()}>
        Stop all {running} runs
      </Button>
      <Failed failure={failure} />
    </div>
  );
}
