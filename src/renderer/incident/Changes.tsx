import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ChangeDifference } from '#shared/diagnosis/changes/changeDifference.ts';
import type { Incident } from '#shared/incident/incident.ts';
import { useRequest } from '../state/useRequest.ts';
import { Difference } from '../ui/Difference.tsx';
import { Failed } from '../ui/Failed.tsx';
import { Proof } from '../ui/Proof.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import classes from './Evidence.module.css';
import type { ShownFinding } from './foldFindings.ts';
import { unifiedLines } from './unifiedLines.ts';

type Props = { readonly incident: Incident; readonly changes: readonly ShownFinding[] };

const shownAtOnce = 5;

/** What changed on the host before the outage began, as ranked by the core; one click shows the difference. */
export function Changes({ incident, changes }: Props) {
  const [showsAll, setShowsAll] = useState(false);
  if (changes.length === 0) return null;
  const shown = showsAll ? changes : changes.slice(0, shownAtOnce);
  return (
    <div className={classes['block']}>
      <h3>
        What changed before <TimeOfDay at={incident.timestamps.startedAt} />
      </h3>
      <ul aria-label="What changed">
        {shown.map((change) => (
          <Change key={change.finding.id} change={change} />
        ))}
      </ul>
      {changes.length > shown.length && (
        <button type="button" className={classes['fold']} onClick={() => setShowsAll(true)}>
          Show {changes.length - shown.length} more
        </button>
      )}
    </div>
  );
}

function Change({ change: { finding, runId } }: { readonly change: ShownFinding }) {
  const [isOpen, setIsOpen] = useState(false);
  const difference = useRequest((client) => client.run.changeDifference({ runId, findingId: finding.id }));
  const [shown, setShown] = useState<ChangeDifference | null>(null);
  const toggle = async () => {
    setIsOpen(!isOpen);
    if (isOpen || shown !== null) return;
    setShown(await difference.run());
  };
  const isSomething = finding.id !== 'change:none';
  return (
    <li className={classes['change']}>
      <div className={classes['fact']}>
        <StateMark state={finding.severity} />
        <span className={classes['text']}>{finding.text}</span>
        {isSomething && (
          <Button
            size="compact-xs"
            loading={difference.isPending}
            aria-expanded={isOpen}
            aria-label={`Difference: ${finding.text}`}
            onClick={() => void toggle()}
          >
            Difference
          </Button>
        )}
      </div>
      {isOpen && (
        <>
          <Failed failure={difference.failure} />
          {shown === null && finding.proof !== '' && <Proof text={finding.proof} />}
          {shown?.kind === 'none' && <p className={classes['quiet']}>{shown.why}</p>}
          {shown?.kind === 'difference' && (
            <>
              {shown.title !== finding.text && <p className={classes['quiet']}>{shown.title}</p>}
              <Difference label={`Difference: ${shown.title}`} lines={unifiedLines(shown.text)} />
            </>
          )}
        </>
      )}
    </li>
  );
}
