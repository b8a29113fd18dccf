import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { secondMs } from '#shared/time/instant.ts';
import { formatTimeOfDay } from '../ui/formatTime.ts';
import { formatValue } from '../ui/formatValue.ts';
import { bandWord } from './bandWord.ts';
import type { PlotColours } from './drawBands.ts';
import classes from './History.module.css';
import type { HistorySeries } from './historySeries.ts';
import { plotOptions, type PlotSubject } from './plotOptions.ts';

type Props = { readonly label: string; readonly subject: PlotSubject; readonly series: HistorySeries };

/** The past of a check as a picture; what is under the pointer is said in a line above it. */
export function HistoryPlot({ label, subject, series }: Props) {
  const place = useRef<HTMLElement>(null);
  const scheme = useComputedColorScheme('light');
  const [index, setIndex] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const options = plotOptions(subject, { colours: coloursOf(scheme), width: element.clientWidth, hovered: setIndex });
    const plot = new uPlot(options, [series.at, series.mean, series.min, series.max], element);
    const follow = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: plot.height }));
    follow.observe(element);
    return () => {
      follow.disconnect();
      plot.destroy();
    };
  }, [subject, series, scheme]);
  return (
    <div>
      <p className={classes['readout']} aria-hidden="true">
        {index === null ? 'Point at the plot for times and values.' : readout(index, subject, series)}
      </p>
      <figure ref={place} aria-label={label} className={classes['plot']} />
    </div>
  );
}

function readout(index: number, subject: PlotSubject, series: HistorySeries): string {
  const at = (series.at[index] ?? 0) * secondMs;
  const band = subject.bands.find((one) => at >= one.fromAt && at <= one.toAt);
  const time = formatTimeOfDay(at, subject.toAt, subject.timeZone);
  const state = bandWord(band?.state ?? 'unobserved');
  const [mean, min, max] = [series.mean[index], series.min[index], series.max[index]];
  if (mean === null || mean === undefined) return `${time}  ${state}`;
  const say = (value: number | null | undefined) => formatValue({ value: value ?? mean, unit: subject.unit });
  const range = min === max ? '' : ` (${say(min)} to ${say(max)})`;
  return `${time}  ${say(mean)}${range}  ${state}`;
}

/** A canvas knows no variables of style sheets, so they are read anew for each colour scheme. */
function coloursOf(_scheme: 'light' | 'dark'): PlotColours {
  const styles = getComputedStyle(document.documentElement);
  const of = (name: string) => styles.getPropertyValue(name).trim();
  return {
    ok: of('--ok'),
    warning: of('--warning'),
    critical: of('--critical'),
    unobserved: of('--unobserved'),
    paused: of('--unobserved'),
    text: of('--text-quiet'),
    line: of('--line'),
    accent: of('--accent-text'),
  };
}
