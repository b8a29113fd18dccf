import type { TimedList } from '#shared/runbook/runbook.ts';

/** The minutes of a timed list: `5–10 min`, `2–24 h`, `1–7 d`. */
export function formatSpan({ fromMinutes, toMinutes }: Pick<TimedList, 'fromMinutes' | 'toMinutes'>): string {
  const [unit, name] = unitOf(fromMinutes, toMinutes);
  return `${fromMinutes / unit}–${toMinutes / unit} ${name}`;
}

function unitOf(from: number, to: number): readonly [minutes: number, name: string] {
  if (from >= 1_440 && from % 1_440 === 0 && to % 1_440 === 0) return [1_440, 'd'];
  return from % 60 === 0 && to % 60 === 0 ? [60, 'h'] : [1, 'min'];
}
