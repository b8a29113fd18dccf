import { Button } from '@mantine/core';
import type { DemoBreakage } from '#shared/rpc/contract.ts';
import { serviceName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import classes from './Overview.module.css';

const ways: readonly (readonly [DemoBreakage, string])[] = [
  ['stop', 'Stop it'],
  ['kill', 'Kill its process'],
  ['breakConfig', 'Break its configuration'],
];

/** While the demo lab runs: three ways to break its service, and what will happen then. */
export function DemoPanel() {
  const demo = useSnapshot((snapshot) => snapshot.shell.demo);
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const { run, isPending, failure } = useRequest((client, requestId, how: DemoBreakage) =>
    client.demo.break({ requestId, how }),
  );
  if (demo.kind === 'off') return null;
  return (
    <section aria-label="Demo lab" className={classes['demo']}>
      <h2>Demo lab</h2>
      <p>
        Real processes on two throwaway hosts. Break {serviceName(lab, demo.serviceId)} and watch: the incident opens
        within seconds.
      </p>
      <div className={classes['buttons']}>
        {ways.map(([how, name]) => (
          <Button key={how} disabled={isPending} onClick={() => void run(how)}>
            {name}
          </Button>
        ))}
      </div>
      <Failed failure={failure} />
    </section>
  );
}
