/** An address or a port that a configuration of the service names, and where. */
export type Configured = { readonly file: string; readonly line: number; readonly text: string };

/** Reads places (`/etc/x.conf:7:`) with the matches of each on the lines after it; `unit` stands for the unit's own settings. */
export function readConfigured(output: string): readonly Configured[] {
  const found: Configured[] = [];
  let place: Omit<Configured, 'text'> | null = null;
  for (const line of output.split('\n')) {
    const [, file, number] = /^(\/[^:]+|unit):(\d+):$/.exec(line) ?? [];
    if (file !== undefined) place = { file, line: Number(number) };
    else if (place !== null && line.trim() !== '') found.push({ ...place, text: line.trim() });
  }
  return found;
}

/** The ports among them, each once. */
export function portsIn(configured: readonly Configured[]): readonly number[] {
  const ports = configured.flatMap(({ text }) => {
    const port = Number(/(\d{2,5})$/.exec(text)?.[1] ?? Number.NaN);
    return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || !(port > 0 && port < 65_536) ? [] : [port];
  });
  return [...new Set(ports)];
}
