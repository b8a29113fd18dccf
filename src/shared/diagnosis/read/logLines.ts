const withZone = /^\W*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d))/;
const local = /^\W*(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d)/;

/** When a line of a log was written, as instant; NaN where it does not begin with a date. `zone` is the host's, as `+0100`. */
export function logLineAt(line: string, zone: string): number {
  const whole = withZone.exec(line)?.[1];
  if (whole !== undefined) return Date.parse(whole.replace(',', '.').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  const [, year, month, day, time] = local.exec(line) ?? [];
  if (year === undefined) return Number.NaN;
  return Date.parse(`${year}-${month ?? ''}-${day ?? ''}T${time ?? ''}${zone.replace(/(\d\d)$/, ':$1')}`);
}

/** A log without the lines that are older; lines without a date belong to the one before. */
export function linesSince(text: string, since: number, zone: string): string {
  let isOld = false;
  return text
    .split('\n')
    .filter((line) => {
      const at = logLineAt(line, zone);
      if (!Number.isNaN(at)) isOld = at < since;
      return !isOld;
    })
    .join('\n');
}
