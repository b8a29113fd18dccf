import { Button } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import type { Incident } from '#shared/incident/incident.ts';
import type { Run } from '#shared/run/run.ts';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { isRunning } from '../state/incidentOrder.ts';
import { paths } from '../state/paths.ts';
import { type SuggestedAction, suggestedActions } from '#shared/incident/suggestedActions.ts';
import { useIncidentRuns } from '../state/useIncidentRuns.ts';
import { useStartRun } from '../state/useStartRun.ts';
import { Failed } from '../ui/Failed.tsx';
import { count } from '../ui/formatValue.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Panel } from '../ui/Panel.tsx';
import { effectWords, outcomeMark } from '../ui/runWords.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { TimeOfDay } from '../ui/times.tsx';
import { StopAll } from '../ui/StopAll.tsx';
import { useShortcuts } from '../ui/useShortcuts.ts';
import { AfterResolution } from './AfterResolution.tsx';
import classes from './DoNext.module.css';

const withKeys = 9;
const shownAtOnce = 6;

type Props = { readonly incident: Incident; readonly runbook: Runbook };

/** What to do now, best first, each one key away; nothing runs before it was shown. */
export function DoNext({ incident, runbook }: Props) {
  const runs = useIncidentRuns(incident);
  const [, navigate] = useLocation();
  const { start, isPending, failure } = useStartRun();
  const active = runs.find((run) => run.stage !== 'ended' && run.plan.effect !== 'reads');
  const suggestions = suggestedActions(runbook, incident, runs);
  const shown = isRunning(incident) ? shownAtOnce : 0;
  const preview = async (actionId: string) => {
    const runId = await start({ incident, actionId });
    if (runId !== null) navigate(paths.incidentRun(incident.id, runId));
  };
  const keys = suggestions
    .slice(0, withKeys)
    .map(({ action }, index) => [String(index + 1), () => void preview(action.id)] as const);
  const isDisabled = isPending || active !== undefined;
  useShortcuts(!isDisabled && isRunning(incident) ? Object.fromEntries(keys) : {});
  const listed = { runs, isDisabled, preview: (id: string) => void preview(id) };
  return (
    <Panel title="Do next" isFlush>
      <Failed failure={failure} />
      {active !== undefined && <Active run={active} incidentId={incident.id} />}
      <StopAll />
      {!isRunning(incident) && <AfterResolution incident={incident} runbook={runbook} />}
      {suggestions.length === 0 && <Nothing>The runbook names no remedy that can run here.</Nothing>}
      <Suggestions suggestions={suggestions.slice(0, shown)} from={0} {...listed} />
      {suggestions.length > shown && (
        <details className={classes['more']}>
          <summary>{count(suggestions.length - shown, 'more remedy', 'more remedies')}</summary>
          <Suggestions suggestions={suggestions.slice(shown)} from={shown} {...listed} />
        </details>
      )}
    </Panel>
  );
}

type ListProps = {
  readonly suggestions: readonly SuggestedAction[];
  /** How many come before these. */
  readonly from: number;
  readonly runs: readonly Run[];
  readonly isDisabled: boolean;
  readonly preview: (actionId: string) => void;
};

function Suggestions({ suggestions, from, runs, isDisabled, preview }: ListProps) {
  return (
    <ol>
      {suggestions.map((suggestion, index) => (
        <Suggestion
          key={suggestion.action.id}
          suggestion={suggestion}
          index={from + index}
          last={runs.find((run) => run.subject.kind === 'action' && run.subject.actionId === suggestion.action.id)}
          isDisabled={isDisabled}
          preview={() => preview(suggestion.action.id)}
        />
      ))}
    </ol>
  );
}

function Active({ run, incidentId }: { readonly run: Run; readonly incidentId: string }) {
  const mark = outcomeMark(run);
  return (
    <p className={classes['active']}>
      <StateMark state={mark.state}>
        <Link href={paths.incidentRun(incidentId, run.id)}>{run.plan.title}</Link>
      </StateMark>{' '}
      {mark.state === 'paused' ? mark.word : 'is running'}
    </p>
  );
}

type SuggestionProps = {
  readonly suggestion: SuggestedAction;
  readonly index: number;
  readonly last: Run | undefined;
  readonly isDisabled: boolean;
  readonly preview: () => void;
};

function Suggestion({ suggestion, index, last, isDisabled, preview }: SuggestionProps) {
  const { action, reason, isSuggested } = suggestion;
  return (
    <li className={classes['item']} data-first={index === 0 || undefined}>
      <div className={classes['what']}>
        <span className={classes['name']}>{action.title}</span>
        <span className={classes['reason']} title={reason}>
          {isSuggested ? reason : [reason, effectWords[action.effect]].filter(Boolean).join(', ')}
        </span>
        {last !== undefined && last.outcome !== null && (
          <span className={classes['reason']}>
            {outcomeMark(last).word} <TimeOfDay at={last.endedAt ?? last.startedAt} />
          </span>
        )}
      </div>
      <Button
        variant={index === 0 ? 'filled' : 'default'}
        disabled={isDisabled}
        onClick={preview}
        aria-label={`Preview: ${action.title}`}
      >
        Preview
        {index < withKeys && <KeyHint of={String(index + 1)} />}
      </Button>
    </li>
  );
}
