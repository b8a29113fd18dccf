import { clearTemporaryData } from './clearTemporaryData.ts';
import { previousImage, restartCompose } from './composeService.ts';
import { isolateBackend } from './isolateBackend.ts';
import { isolateUnit } from './isolateUnit.ts';
import { pruneRepositories } from './pruneRepositories.ts';
import { rejoinUnit } from './rejoinUnit.ts';
import type { Remedy } from './remedy.ts';
import { restartUnit } from './restartUnit.ts';
import { restoreBackup } from './restoreBackup.ts';
import { rollBack } from './rollBack.ts';
import { setAside } from './setAside.ts';

const remedies: readonly Remedy[] = [
  restartUnit,
  restartCompose,
  previousImage,
  isolateUnit,
  rejoinUnit,
  isolateBackend,
  clearTemporaryData,
  rollBack,
  restoreBackup,
  setAside,
  pruneRepositories,
];

/** The typed remedy of this kind; null for kinds that Sitrep does not know, whose commands then run as free ones. */
export const remedyNamed = (kind: string): Remedy | null => remedies.find((remedy) => remedy.kind === kind) ?? null;
