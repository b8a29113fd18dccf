const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `41.2 GiB`: an amount of bytes for people. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let index = 0;
  while (Math.abs(value) >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${index === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[index] ?? 'B'}`;
}

/** `5 min`, `3 h`, `9 days`: about how long, for people. */
export function formatSpan(spanMs: number): string {
  const minutes = spanMs / 60_000;
  if (minutes < 1) return `${Math.max(0, Math.round(spanMs / 1000))} s`;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 36) return `${Math.round(hours)} h`;
  return `${Math.round(hours / 24)} days`;
}
