import type { MeasuredValue, Observation, Outcome } from './observation.ts';

const outcomes: readonly Outcome[] = ['ok', 'warning', 'critical', 'unknown'];

const longestText = 400;
const mostValues = 100;

/**
 * What a Nagios-compatible plugin said: its exit status is the outcome (any other than 0 to 3 is unknown), its first
 * line the text, and performance data stand behind a bar on the first line and after one on a later line.
 */
export function readPluginOutput(exitCode: number, stdout: string): Pick<Observation, 'outcome' | 'text' | 'values'> {
  const [firstLine = '', ...rest] = stdout.trimEnd().split('\n');
  const [text, firstData] = splitOnce(firstLine);
  const [, laterData] = splitOnce(rest.join('\n'));
  const said = oneLine(text);
  return {
    outcome: outcomes[exitCode] ?? 'unknown',
    text: said === '' ? `the plugin said nothing and ended with status ${exitCode}` : said,
    values: [...parsePerformanceData(firstData), ...parsePerformanceData(laterData)].slice(0, mostValues),
  };
}

/** Whatever a program writes, it must fit into a line of the window and into a notification. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return plain.length > longestText ? `${plain.slice(0, longestText - 1)}…` : plain;
}

function splitOnce(text: string): readonly [string, string] {
  const bar = text.indexOf('|');
  return bar === -1 ? [text, ''] : [text.slice(0, bar), text.slice(bar + 1)];
}

const datum =
  /(?:'((?:[^']|'')+)'|([^\s'=]+))=(-?[\d.]+(?:[eE][-+]?\d+)?)([^\s;\d.-][^\s;]*)?(?:;([^\s;]*))?(?:;([^\s;]*))?(?:;[^\s;]*){0,2}/g;

/** `'label'=value[unit];warning;critical;min;max`, separated by spaces. What is not that is left out. */
export function parsePerformanceData(text: string): readonly MeasuredValue[] {
  return [...text.matchAll(datum)].flatMap(([, quoted, plain, number = '', unit = '', warning, critical]) => {
    const value = Number(number);
    const name = quoted?.replaceAll("''", "'") ?? plain ?? '';
    if (!Number.isFinite(value) || name === '') return [];
    const limits = { ...limit('warning', warning), ...limit('critical', critical) };
    return [{ name: name.trim(), value, unit, ...limits }];
  });
}

/** The bound of a simple range such as `80`, `0:80` or `~:80`; ranges that say more cannot be drawn as one line. */
function limit(
  key: 'warning' | 'critical',
  range: string | undefined,
): Partial<Record<'warning' | 'critical', number>> {
  const bound = /^(?:(?:~|0):)?(-?[\d.]+)$/.exec(range ?? '')?.[1];
  return bound === undefined || !Number.isFinite(Number(bound)) ? {} : { [key]: Number(bound) };
}
