import { implement } from '@orpc/server';
import { contract } from '#shared/rpc/contract.ts';
import type { Logger } from '../ports/ports.ts';
import { toRpcError } from './toRpcError.ts';

export type Implementer = ReturnType<typeof createImplementer>;

/** The contract, ready for its handlers; whatever they throw leaves as one of the contract's errors. */
export function createImplementer(logger: Logger) {
  return implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw toRpcError(error, path, logger);
    }
  });
}
