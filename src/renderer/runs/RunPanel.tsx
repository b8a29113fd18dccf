import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Run } from '#shared/run/run.ts';
import { hostName } from '../state/names.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useRequest } from '../state/useRequest.ts';
import { Failed } from '../ui/Failed.tsx';
import { FindingList } from '../ui/FindingList.tsx';
import { FolderForm } from '../ui/FolderForm.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { RunOutput } from '../ui/RunOutput.tsx';
import { effectWords } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { StopAll } from '../ui/StopAll.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import { ConsentBar } from './ConsentBar.tsx';
import { Outcome } from './Outcome.tsx';
import { Plan } from './Plan.tsx';
import classes from './RunPanel.module.css';
import { Stages } from './Stages.tsx';

type Props = {
  readonly runId: string;
  /** Where `back` leads. */
  readonly leave: string;
};

/** One run from plan to outcome. Leaving it cancels nothing: a run belongs to the core. */
export function RunPanel({ runId, leave }: Props) {
  const run = useSnapshot((snapshot) => snapshot.desk.runs[runId]);
  const [, navigate] = useLocation();
  if (run === undefined) return <Nothing>There is no run {runId}.</Nothing>;
  return <Known run={run} back={() => navigate(leave)} />;
}

function Known({ run, back }: { readonly run: Run; readonly back: () => void }) {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  const isAwaiting = isAsking(run);
  useShortcuts({ Escape: isAwaiting ? undefined : back });
  const panel = useRef<HTMLElement>(null);
  // What was pressed to come here is disabled meanwhile, and what comes next is in here.
  useEffect(() => {
    if (panel.current?.contains(document.activeElement) === false) panel.current.focus();
  }, []);
  return (
    <section ref={panel} tabIndex={-1} aria-label={run.plan.title} className={classes['panel']}>
      <header className={classes['head']}>
        <h2>
          {run.plan.title} <span className={classes['on']}>on {hostName(lab, run.hostId)}</span>
        </h2>
        <Button onClick={back}>
          Back
          {!isAwaiting && <KeyHint of="Esc" />}
        </Button>
      </header>
      <p className={classes['facts']}>
        <span>
          {run.plan.effect === 'destroys' ? (
            <StateMark state="critical">{effectWords.destroys}</StateMark>
          ) : (
            effectWords[run.plan.effect]
          )}
        </span>
      </p>
      {run.plan.effect !== 'reads' && <Stages run={run} />}
      {run.outcome !== null && (
        <div className={classes['block']}>
          <Outcome run={run} />
        </div>
      )}
      <Plan run={run} />
      <Below run={run} back={back} />
      {run.findings.length > 0 && (
        <div className={classes['block']}>
          <h3>{run.outcome === null ? 'Findings so far' : 'Findings'}</h3>
          <FindingList findings={run.findings} />
        </div>
      )}
    </section>
  );
}

/** Whether the run waits for a person, or soon will: giving it up ends it. */
const isAsking = ({ stage }: Run): boolean =>
  stage === 'planned' || stage === 'awaitingFolder' || stage === 'awaitingConsent';

function Below({ run, back }: { readonly run: Run; readonly back: () => void }) {
  const [isMoving, setIsMoving] = useState(false);
  if (!isAsking(run)) return <Going run={run} />;
  if (isMoving || run.stage === 'awaitingFolder')
    return <FolderForm run={run} back={back} named={() => setIsMoving(false)} />;
  const move = run.plan.folder === undefined ? undefined : () => setIsMoving(true);
  return <ConsentBar run={run} back={back} {...(move === undefined ? {} : { move })} />;
}

function Going({ run }: { readonly run: Run }) {
  if (run.outcome !== null && !wasExecuted(run)) return null;
  return (
    <div className={classes['block']}>
      {run.outcome === null && <StopBar run={run} />}
      <RunOutput run={run} />
    </div>
  );
}

/** A run that was refused or given up before its first command has no output to show. */
function wasExecuted({ outcome, stepEnds }: Run): boolean {
  return stepEnds.length > 0 || (outcome?.kind !== 'refused' && outcome?.kind !== 'cancelled');
}

function StopBar({ run }: { readonly run: Run }) {
  const {
    run: cancel,
    isPending,
    failure,
  } = useRequest((client, requestId) => client.run.cancel({ requestId, runId: run.id }));
  useShortcuts({ s: run.cancelRequested || isPending ? undefined : () => void cancel() });
  return (
    <div className={classes['bar']}>
      <output>
        {run.cancelRequested
          ? 'Stopping…'
          : run.stage === 'verifying'
            ? 'Waiting for the checks to be ok again…'
            : 'Running…'}
      </output>
      <Button
        color="red"
        variant="outline"
        loading={isPending}
        disabled={run.cancelRequested}
        onClick={() => void cancel()}
      >
        Stop
        <KeyHint of="S" />
      </Button>
      <Failed failure={failure} />
      {run.incidentId === null && <StopAll />}
    </div>
  );
}
