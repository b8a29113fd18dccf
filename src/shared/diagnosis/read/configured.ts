/** An address or a port that a configuration of the service names, and where. */
export type Configured = { readonly file: string; readonly line: number; readonly text: string };

/** Reads `grep -noH` lines; `unit` stands for the unit's own settings. */
export function readConfigured(output: string): readonly Configured[] {
  return output.split('\n').flatMap((line) => {
    const match = /^(\/[^:]+|unit):(\d+):(.+)$/.exec(line);
    return match === null ? [] : [{ file: match[1] ?? '', line: Number(match[2]), text: (match[3] ?? '').trim() }];
  });
}

/** The ports among them, each once. */
export function portsIn(configured: readonly Configured[]): readonly number[] {
  const ports = configured.flatMap(({ text }) => {
    const port = Number(/(\d{2,5})$/.exec(text)?.[1] ?? Number.NaN);
    return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) || !(port > 0 && port < 65_536) ? [] : [port];
  });
  return [...new Set(ports)];
}
