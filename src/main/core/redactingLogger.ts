import type { LogFields, Logger } from './ports/ports.ts';
import { redacted } from './ssh/channel/redactor.ts';

/** A logger whose lines never hold one of the secrets, whoever wrote them. */
export function redactingLogger(logger: Logger, secrets: () => readonly string[]): Logger {
  const clean = (text: string): string => redacted(text, secrets());
  const cleanFields = (fields: LogFields | undefined): LogFields | undefined =>
    fields &&
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]),
    );
  return {
    debug: (message, fields) => logger.debug(clean(message), cleanFields(fields)),
    info: (message, fields) => logger.info(clean(message), cleanFields(fields)),
    warn: (message, fields) => logger.warn(clean(message), cleanFields(fields)),
    error: (message, fields) => logger.error(clean(message), cleanFields(fields)),
  };
}
