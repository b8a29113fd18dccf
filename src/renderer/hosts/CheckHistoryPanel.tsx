import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { checkRhythm } from '#shared/check/checkRhythm.ts';
import type { CheckHistory } from '#shared/history/history.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { dayMs, hourMs, secondMs } from '#shared/time/instant.ts';
import { coreNow } from '../state/coreClock.ts';
import type { CheckView } from '../state/checkView.ts';
import { useAnswer } from '../state/useAnswer.ts';
import { useSnapshot } from '../state/useDesk.ts';
import { useNow } from '../state/useNow.ts';
import { Failed } from '../ui/Failed.tsx';
import { SilenceButton } from '../ui/SilenceButton.tsx';
import { StateMark } from '../ui/StateMark.tsx';
import { availabilityText } from './availabilityText.ts';
import classes from './History.module.css';
import { historyBands } from './historyBands.ts';
import { historySeries } from './historySeries.ts';
import type { PlotSubject } from './plotOptions.ts';
import { TroubleSpans } from './TroubleSpans.tsx';

const HistoryPlot = lazy(async () => ({ default: (await import('./HistoryPlot.tsx')).HistoryPlot }));

const ranges = { '6 h': 6 * hourMs, '24 h': dayMs, '7 d': 7 * dayMs, '30 d': 30 * dayMs } as const;
type Range = keyof typeof ranges;
const isRange = (text: string): text is Range => text in ranges;
const refreshMs = 30 * secondMs;

type Past = { readonly history: CheckHistory; readonly fromAt: number; readonly toAt: number };

/** The past of one check: how much of the time it was fine, and its values with what was not seen left blank. */
export function CheckHistoryPanel({ check }: { readonly check: CheckView }) {
  const [range, setRange] = useState<Range>('6 h');
  const { checkId } = check;
  const turn = Math.floor(useNow() / refreshMs);
  const answer = useAnswer<Past>(
    `${checkId} ${range}`,
    async (client) => {
      const toAt = Math.round(coreNow());
      const fromAt = toAt - ranges[range];
      return { history: await client.history.read({ checkId, fromAt, toAt }), fromAt, toAt };
    },
    turn,
  );
  return (
    <section className={classes['history']} aria-label={`History of ${check.name}`}>
      <div className={classes['head']}>
        <output>{answer.kind === 'ready' ? availabilityText(answer.value.history.availability) : ''}</output>
        <div className={classes['tools']}>
          <SegmentedControl
            aria-label="How far back"
            value={range}
            onChange={(value) => isRange(value) && setRange(value)}
            data={Object.keys(ranges)}
          />
          <SilenceButton target={{ kind: 'check', id: checkId }} name={check.name} />
        </div>
      </div>
      {answer.kind === 'failed' && <Failed failure={answer.failure} />}
      {answer.kind === 'loading' && <p className={classes['waiting']}>Reading the history…</p>}
      {answer.kind === 'ready' && <Shown check={check} past={answer.value} range={range} />}
    </section>
  );
}

type ShownProps = { readonly check: CheckView; readonly past: Past; readonly range: Range };

function Shown({ check, past, range }: ShownProps) {
  const intervalMs = useIntervalMs(check.checkId);
  const timeZone = useSnapshot((snapshot) => snapshot.shell.timeZone);
  const value = check.observed?.last?.values[0];
  const { unit = '', warning, critical, name } = value ?? {};
  const { bands, series, subject } = useMemo(() => {
    const { history, fromAt, toAt } = past;
    const bands = historyBands(history, past, intervalMs);
    const series = historySeries(history, bands);
    const subject: PlotSubject = {
      bands,
      fromAt,
      toAt,
      hasValues: series.hasValues,
      hasRange: history.resolution !== 'raw',
      unit,
      thresholds: { warning, critical },
      timeZone,
    };
    return { bands, series, subject };
  }, [past, intervalMs, unit, warning, critical, timeZone]);
  const what = series.hasValues && name !== undefined ? name : 'states';
  return (
    <>
      <Suspense fallback={<p className={classes['waiting']}>Drawing…</p>}>
        <HistoryPlot
          label={`${what} of ${check.name} over the last ${range}; the times of trouble are listed below`}
          subject={subject}
          series={series}
        />
      </Suspense>
      <p className={classes['legend']}>
        <StateMark state="ok">ok: thin line</StateMark>
        <StateMark state="warning">warning: triangles</StateMark>
        <StateMark state="critical">critical: bar</StateMark>
        <StateMark state="unobserved">not seen: hatched, not counted</StateMark>
        <StateMark state="paused">planned maintenance: outlined, not counted</StateMark>
      </p>
      <TroubleSpans bands={bands} />
    </>
  );
}

function useIntervalMs(checkId: string): number {
  const lab = useSnapshot((snapshot) => snapshot.lab.lab);
  return useMemo(() => {
    const target = checkTargets(lab).find(({ check }) => check.id === checkId);
    return target === undefined ? 0 : checkRhythm(target.check, lab.settings).intervalMs;
  }, [lab, checkId]);
}
