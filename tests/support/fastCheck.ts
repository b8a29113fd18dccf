// oxlint-disable no-restricted-imports -- this is where it comes from
import { configureGlobal } from 'fast-check';

/**
 * The same values in each run, so that a change is only ever blamed for what it did; `npm run test:fuzz` sets other
 * seeds to look for what these values miss.
 */
configureGlobal({ seed: Number(process.env['SITREP_SEED'] ?? 1) });

export * as fc from 'fast-check';
