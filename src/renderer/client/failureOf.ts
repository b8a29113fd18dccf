import { ORPCError } from '@orpc/client';

/** Why a request failed, for people: what happened and what they can do. Never a stack. */
export type Failure = {
  readonly what: string;
  readonly mend: string;
  readonly line: number | null;
  readonly column: number | null;
};

/** Words for anything that a request may throw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) return ofAnswer(error.message, error.data);
  if (error instanceof Error && isLoss(error)) {
    return plain('The connection to Sitrep was lost before it answered.', 'It reconnects by itself; then try again.');
  }
  return plain('Sitrep could not do that.', 'Try again; if it fails again, its log in the data folder says why.');
}

function isLoss(error: Error): boolean {
  return error.name === 'AbortError' || /connection|websocket/iu.test(error.message);
}

function ofAnswer(message: string, data: unknown): Failure {
  if (typeof data !== 'object' || data === null || !('what' in data) || !('mend' in data)) {
    return plain(`Sitrep refused the request: ${message}.`, 'Check what was entered and try again.');
  }
  return {
    what: String(data.what),
    mend: String(data.mend),
    line: 'line' in data && typeof data.line === 'number' ? data.line : null,
    column: 'column' in data && typeof data.column === 'number' ? data.column : null,
  };
}

function plain(what: string, mend: string): Failure {
  return { what, mend, line: null, column: null };
}
