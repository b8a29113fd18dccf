import { restartUnit } from './restartUnit.ts';
import type { Remedy } from './remedy.ts';

const remedies: readonly Remedy[] = [restartUnit];

/** The typed remedy of this kind; null for kinds that Sitrep does not know, whose commands then run as free ones. */
export const remedyNamed = (kind: string): Remedy | null => remedies.find((remedy) => remedy.kind === kind) ?? null;
