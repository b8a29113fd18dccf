import { Button } from '@mantine/core';
import { useState } from 'react';
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
  const [broken, setBroken] = useState<string | null>(null);
  const breakIt = async (how: DemoBreakage, name: string) => {
    if ((await run(how)) !== null) setBroken(name.toLowerCase());
  };
  if (demo.kind === 'off') return null;
  return (
    <section aria-label="Demo lab" className={classes['demo']}>
      <h2>Demo lab</h2>
      <output>
        {broken === null
          ? `Real processes on two throwaway hosts. Break ${serviceName(lab, demo.serviceId)} and watch: the incident opens within seconds.`
          : `Done: ${broken}. The checks confirm it within seconds, then the incident opens above.`}
      </output>
      <div className={classes['buttons']}>
        {ways.map(([how, name]) => (
          <Button key={how} disabled={isPending} onClick={() => void breakIt(how, name)}>
            {name}
          </Button>
        ))}
      </div>
      <Failed failure={failure} />
    </section>
  );
}
