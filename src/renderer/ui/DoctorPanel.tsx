import { Button, Loader } from '@mantine/core';
import type { DoctorStep } from '#shared/host/doctor.ts';
import { type DoctorView, useDoctor } from '../state/useDoctor.ts';
import classes from './DoctorPanel.module.css';
import { Failed } from './Failed.tsx';
import { Nothing } from './Nothing.tsx';
import { Panel } from './Panel.tsx';
import { type MarkState, StateMark } from './StateMark.tsx';

const marks: Readonly<Record<DoctorStep['verdict'], MarkState>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'critical',
  skipped: 'unobserved',
};
const names: Readonly<Record<DoctorStep['name'], string>> = {
  configuration: 'Configuration',
  name: 'Name',
  tcp: 'TCP',
  banner: 'Banner',
  keyExchange: 'Key exchange',
  hostKey: 'Host key',
  authentication: 'Authentication',
  shell: 'Shell',
  sudo: 'sudo',
  systemd: 'systemd',
  journal: 'Journal',
  clock: 'Clock',
};

/** "Test this host": everything on the way to a working shell, step by step. */
export function DoctorPanel({ hostId }: { readonly hostId: string }) {
  const doctor = useDoctor(hostId);
  return (
    <Panel
      title="Test this host"
      aside={
        <Button loading={doctor.isRunning} onClick={() => void doctor.run()}>
          Test this host
        </Button>
      }
      isFlush
    >
      {doctor.steps.length === 0 && !doctor.isRunning && (
        <Nothing>Looks at everything on the way to a working shell, and says what to mend.</Nothing>
      )}
      <DoctorSteps view={doctor} />
    </Panel>
  );
}

/** The steps as they come. */
export function DoctorSteps({ view }: { readonly view: DoctorView }) {
  return (
    <>
      <ol className={classes['steps']} aria-label="Test results" aria-live="polite">
        {view.steps.map((step) => (
          <li key={step.name}>
            <StateMark state={marks[step.verdict]}>
              <strong>{names[step.name]}</strong>
            </StateMark>
            <span className={classes['text']}>
              {step.text}
              {step.mend !== null && <span className={classes['mend']}>{step.mend}</span>}
            </span>
            <span className={classes['took']}>{Math.round(step.tookMs)} ms</span>
          </li>
        ))}
        {view.isRunning && (
          <li>
            <Loader size={12} aria-label="Testing" />
          </li>
        )}
      </ol>
      <Failed failure={view.failure} />
    </>
  );
}
