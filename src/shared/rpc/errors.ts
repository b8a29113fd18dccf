import { z } from 'zod';

/**
 * Every way in which a request can fail, closed: shells and clients handle these and no others. A host that is down
 * is no error but an observation. `mend` says what the person can do.
 */
export const rpcErrors = {
  NOT_FOUND: { message: 'There is no such thing', data: z.strictObject({ what: z.string(), mend: z.string() }) },
  INVALID: {
    message: 'That cannot be accepted as it is',
    data: z.strictObject({ what: z.string(), mend: z.string(), line: z.int().optional(), column: z.int().optional() }),
  },
  CONFLICT: { message: 'Something else got there first', data: z.strictObject({ what: z.string(), mend: z.string() }) },
  REFUSED: { message: 'Refused', data: z.strictObject({ what: z.string(), mend: z.string() }) },
  UNAVAILABLE: { message: 'Not possible at the moment', data: z.strictObject({ what: z.string(), mend: z.string() }) },
} as const;

export type RpcErrorCode = keyof typeof rpcErrors;

/** What core code throws when a request cannot be done; mapped to the wire in one place, `core/rpc`. */
export class RequestError extends Error {
  readonly code: RpcErrorCode;
  readonly mend: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(
    code: RpcErrorCode,
    what: string,
    mend: string,
    options: { cause?: unknown; line?: number; column?: number } = {},
  ) {
    super(what, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'RequestError';
    this.code = code;
    this.mend = mend;
    this.line = options.line;
    this.column = options.column;
  }
}
