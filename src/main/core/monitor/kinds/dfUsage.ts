/** Of a file system, in KiB or inodes, as `df` counts it: what is reserved for root is neither used nor available. */
export type Usage = { readonly used: number; readonly available: number; readonly mount: string };

/** The last line of `df -P`: device, total, used, available, percent, mount. A dash stands where there is none. */
export function parseUsage(text: string): Usage | null {
  const line = text.trim().split('\n').at(-1) ?? '';
  const [, total, used, available, mount] = /\s(\d+)\s+(\d+)\s+(-?\d+)\s+\S+\s+(\/.*)$/.exec(line) ?? [];
  if (mount === undefined || Number(total) === 0) return null;
  return { used: Number(used), available: Math.max(0, Number(available)), mount };
}

/** Percent of what can be used. */
export function percentOf({ used, available }: Usage): number {
  return used + available === 0 ? 0 : (100 * used) / (used + available);
}

/** The mount points in lines of `/proc/self/mountinfo`, where blanks and the like stand as octal numbers. */
export function mountPoints(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((escaped) =>
      escaped.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(parseInt(octal, 8))),
    );
}
