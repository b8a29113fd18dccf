import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { Finding } from '#shared/run/run.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { paths } from '../state/paths.ts';
import { compareFindings, isRunnable } from '#shared/incident/suggestedActions.ts';
import { useIncidentRuns } from '../state/useIncidentRuns.ts';
import { useStartRun } from '../state/useStartRun.ts';
import { Failed } from '../ui/Failed.tsx';
import { FindingList } from '../ui/FindingList.tsx';
import { count } from '../ui/formatValue.ts';
import { Changes } from './Changes.tsx';
import classes from './Evidence.module.css';
import { foldFindings, type ShownFinding } from './foldFindings.ts';

type Props = { readonly incident: Incident; readonly runbook: Runbook | null };

const isChange = ({ id }: Finding): boolean => id.startsWith('change');
const isPoint = ({ id }: Finding): boolean => id.startsWith('point:');

/** A diagnosis finds twenty things; the gravest few say what is wrong, and what to do about it. */
const shownAtOnce = 6;

/** What the newest looks found, gravest first, each with its proof and the remedies that it suggests. */
export function Findings({ incident, runbook }: Props) {
  const runs = useIncidentRuns(incident);
  const { current, gone } = useMemo(() => foldFindings(runs), [runs]);
  const findings = current
    .map(({ finding }) => finding)
    .filter((one) => !isChange(one) && !isPoint(one))
    .toSorted(compareFindings);
  const suggest = useSuggestions(incident, runbook);
  const isBusy = runs.some((run) => run.stage !== 'ended' && run.plan.effect !== 'reads');
  const goingOn = new Set(runs.flatMap((run) => (run.outcome === null ? [run.id] : [])));
  // What a look that goes on found may be taken back: nothing is offered for it yet.
  const provisional = new Set(current.flatMap(({ finding, runId }) => (goingOn.has(runId) ? [finding] : [])));
  const below = (finding: Finding): ReactNode => (provisional.has(finding) ? null : suggest.buttons(finding, isBusy));
  const [gravest, others] = [findings.slice(0, shownAtOnce), findings.slice(shownAtOnce)];
  return (
    <>
      {findings.length > 0 && (
        <div className={classes['block']}>
          <h3>
            {isRunning(incident) ? 'Findings' : 'Findings during the outage'}
            {provisional.size > 0 && (
              <span className={classes['quiet']}> so far; what helps is told with the last output</span>
            )}
          </h3>
          <FindingList findings={gravest} below={below} />
          <Failed failure={suggest.failure} />
          <Folded
            title={(isOpen) => `${isOpen ? 'Hide' : 'Show'} ${count(others.length, 'more finding')}`}
            of={others}
            below={below}
          />
          <Folded
            title={(isOpen) => `${isOpen ? 'Hide' : 'Show'} ${pointsText(current)}`}
            of={current.map(({ finding }) => finding).filter(isPoint)}
          />
          <Folded
            title={(isOpen) => `${isOpen ? 'Hide' : 'Show'} ${count(gone.length, 'earlier problem')}, no longer seen`}
            of={gone.filter((one) => !isChange(one) && !isPoint(one))}
          />
        </div>
      )}
      <Changes incident={incident} changes={current.filter(({ finding }) => isChange(finding))} />
    </>
  );
}

function pointsText(current: readonly ShownFinding[]): string {
  const points = current.filter(({ finding }) => isPoint(finding));
  const yes = points.filter(({ finding }) => finding.severity === 'warning' || finding.severity === 'critical').length;
  const unknown = points.filter(({ finding }) => finding.severity === 'unknown').length;
  return `${count(points.length, 'point')} of the issue patterns: ${yes} yes, ${points.length - yes - unknown} no, ${unknown} unknown`;
}

type FoldedProps = {
  readonly title: (isOpen: boolean) => string;
  readonly of: readonly Finding[];
  readonly below?: (finding: Finding) => ReactNode;
};

/** Findings that one seldom needs, behind a button. */
function Folded({ title, of, below }: FoldedProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (of.length === 0) return null;
  return (
    <>
      <button type="button" className={classes['fold']} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {title(isOpen)}
      </button>
      {isOpen && <FindingList findings={of} label={title(false)} {...(below === undefined ? {} : { below })} />}
    </>
  );
}

/** The remedies that a finding suggests, as small buttons which open the preview; none once the outage is over. */
function useSuggestions(incident: Incident, runbook: Runbook | null) {
  const [, navigate] = useLocation();
  const { start, isPending, failure } = useStartRun();
  const preview = async (actionId: string) => {
    const runId = await start({ incident, actionId });
    if (runId !== null) navigate(paths.incidentRun(incident.id, runId));
  };
  const buttons = (finding: Finding, isBusy: boolean) => {
    const actions = finding.suggests.flatMap(({ actionId, reason }) => {
      const action = runbook?.actions.find((one) => one.id === actionId);
      return action === undefined || !isRunnable(action) ? [] : [{ action, reason }];
    });
    if (actions.length === 0 || !isRunning(incident)) return null;
    return (
      <div key="remedies" className={classes['remedies']}>
        {actions.slice(0, 3).map(({ action, reason }) => (
          <Button
            key={action.id}
            size="compact-xs"
            disabled={isPending || isBusy}
            title={reason}
            aria-label={`Suggested: ${action.title}…`}
            onClick={() => void preview(action.id)}
          >
            {action.title}…
          </Button>
        ))}
      </div>
    );
  };
  return { buttons, failure };
}
