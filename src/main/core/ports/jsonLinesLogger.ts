import type { Writable } from 'node:stream';
import type { Clock, LogFields, Logger } from './ports.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
const order: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** Writes one JSON object a line: `at` (ISO, UTC), `level`, `message` and the fields. Callers never pass secrets. */
export function jsonLinesLogger(deps: {
  readonly stream: Writable;
  readonly clock: Pick<Clock, 'now'>;
  /** What is below it is left out; `info` unless said otherwise. */
  readonly least?: Level;
}): Logger {
  const least = order.indexOf(deps.least ?? 'info');
  const at = (level: Level) => (message: string, fields?: LogFields) => {
    if (order.indexOf(level) < least || !deps.stream.writable) return;
    const head = { at: new Date(deps.clock.now()).toISOString(), level, message };
    deps.stream.write(`${JSON.stringify({ ...fields, ...head })}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
