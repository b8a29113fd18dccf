/** Who listens on a port: the program and its PID where that could be seen, the unit where the kernel tells it. */
export type Listener = {
  readonly port: number;
  readonly program: string | null;
  readonly pid: number | null;
  readonly unit: string | null;
  readonly line: string;
};

/** Reads `ss -Hltnp`, with and without root and with `--cgroup`, into one entry a port. */
export function readListeners(output: string): readonly Listener[] {
  const byPort = new Map<number, Listener>();
  for (const line of output.split('\n')) {
    const port = Number(/^LISTEN\s+\d+\s+\d+\s+\S*:(\d+)\s/.exec(line)?.[1] ?? Number.NaN);
    if (Number.isNaN(port)) continue;
    const known = byPort.get(port);
    const users = /users:\(\("([^"]+)",pid=(\d+)/.exec(line);
    const unit = /cgroup:\S*\/([\w@.:\\-]+\.(?:service|scope))/.exec(line)?.[1];
    byPort.set(port, {
      port,
      program: users?.[1] ?? known?.program ?? null,
      pid: users?.[2] === undefined ? (known?.pid ?? null) : Number(users[2]),
      unit: unit ?? known?.unit ?? null,
      line: users === null && known !== undefined ? known.line : line.trim(),
    });
  }
  return [...byPort.values()];
}

/** `python3 (PID 812, unit web.service)`: a listener in words. */
export function listenerText({ program, pid, unit }: Listener): string {
  const details = [pid === null ? '' : `PID ${String(pid)}`, unit === null ? '' : `unit ${unit}`].filter(Boolean);
  const name = program ?? (unit === null ? 'a program that only root may see' : unit.replace(/\.service$/, ''));
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}
