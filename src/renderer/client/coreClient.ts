import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/rpc/contract.ts';

/** The core as the window sees it: the contract and nothing else. */
export type CoreClient = ContractRouterClient<Contract>;
