import { writeFile } from 'node:fs/promises';
import os from 'node:os';

/** One measured number. `peer` was measured in the same run, `ratio` is peer / ours, `holds` tells whether an aim is met. */
export type Figure = {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
  readonly holds?: boolean;
};

export type BenchOptions = { readonly isQuick: boolean };

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted[middle - 1];
  if (upper === undefined) return Number.NaN;
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/** Prints the table for people and, where asked, writes the JSON for machines. Absolute numbers never fail a run. */
export async function publishFigures(name: string, figures: readonly Figure[], jsonFile: string | null): Promise<void> {
  const rows = figures.map((figure) => ({
    figure: figure.id,
    value: Number(figure.value.toPrecision(5)),
    unit: figure.unit,
    peer: figure.peer ?? '',
    ratio: figure.ratio === undefined ? '' : Number(figure.ratio.toPrecision(3)),
    holds: figure.holds ?? '',
  }));
  console.table(rows);
  if (jsonFile === null) return;
  const machine = `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.type()} ${os.release()}, Node ${process.versions.node}`;
  await writeFile(jsonFile, `${JSON.stringify({ name, machine, figures }, null, 2)}\n`);
}

/** The options that every measuring command takes: `--quick` and `--json FILE`. */
export function benchArguments(words: readonly string[]): {
  readonly options: BenchOptions;
  readonly jsonFile: string | null;
} {
  const json = words.indexOf('--json');
  const jsonFile = json === -1 ? null : (words[json + 1] ?? null);
  if (json !== -1 && jsonFile === null) throw new Error('--json needs a file name');
  return { options: { isQuick: words.includes('--quick') }, jsonFile };
}
