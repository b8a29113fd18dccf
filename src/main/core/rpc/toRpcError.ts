import { ORPCError } from '@orpc/server';
import { ValidationError } from '@orpc/contract';
import { RequestError, rpcErrors, type RpcErrorCode } from '#shared/rpc/errors.ts';
import type { Logger } from '../ports/ports.ts';

type ErrorData = { what: string; mend: string; line?: number; column?: number };
export type RpcError = ORPCError<string, unknown>;

/**
 * The one boundary where an error becomes a wire shape. What core code threw on purpose keeps its words; anything else
 * is logged here and reaches the client as UNAVAILABLE without a detail, so that no secret can leak through it.
 */
export function toRpcError(error: unknown, path: readonly string[], logger: Logger): RpcError {
  if (error instanceof RequestError) return fromRequestError(error);
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return wireError('INVALID', invalidInput(error));
  logger.error('A request failed unexpectedly', {
    request: path.join('.'),
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return wireError('UNAVAILABLE', {
    what: 'Sitrep failed at this because of a fault of its own.',
    mend: "Try again. If it fails again, restart Sitrep; Sitrep's log says what went wrong.",
  });
}

function fromRequestError(error: RequestError): RpcError {
  const where = error.code === 'INVALID' ? positionOf(error) : {};
  return wireError(error.code, { what: error.message, mend: error.mend, ...where });
}

function positionOf(error: RequestError): { line?: number; column?: number } {
  return {
    ...(error.line === undefined ? {} : { line: error.line }),
    ...(error.column === undefined ? {} : { column: error.column }),
  };
}

function wireError(code: RpcErrorCode, data: ErrorData): RpcError {
  return new ORPCError(code, { defined: true, message: data.what || rpcErrors[code].message, data });
}

/** Names the first field that was wrong, never its value: it may be a secret. */
function invalidInput(error: RpcError): ErrorData {
  const issue = error.cause instanceof ValidationError ? error.cause.issues[0] : undefined;
  const field = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const reason = issue?.message ?? 'it has another shape than expected';
  return {
    what: field === '' ? `The request was not understood: ${reason}` : `${field}: ${reason}`,
    mend: 'Correct it and try again.',
  };
}
