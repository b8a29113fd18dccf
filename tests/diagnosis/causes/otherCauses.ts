import type { Cause } from './cause.ts';
import { boundCauses } from './boundCauses.ts';
import { certificateCauses } from './certificateCauses.ts';
import { codeCauses } from './codeCauses.ts';
import { credentialCauses } from './credentialCauses.ts';
import { databaseCauses } from './databaseCauses.ts';
import { dependencyCauses } from './dependencyCauses.ts';
import { heldOutCauses } from './heldOutCauses.ts';
import { limitCauses } from './limitCauses.ts';
import { missingFileCauses } from './missingFileCauses.ts';
import { networkCauses } from './networkCauses.ts';
import { permissionCauses } from './permissionCauses.ts';
import { portCauses } from './portCauses.ts';
import { programCauses } from './programCauses.ts';
import { requestCauses } from './requestCauses.ts';
import { settingCauses } from './settingCauses.ts';
import { soundHosts } from './soundHosts.ts';
import { spaceCauses } from './spaceCauses.ts';
import { startCauses } from './startCauses.ts';
import { syntaxCauses } from './syntaxCauses.ts';

/** The causes beside those of the plan, in every field that a diagnosis knows: they keep its rules general. */
export const otherCauses: readonly Cause[] = [
  ...settingCauses,
  ...syntaxCauses,
  ...missingFileCauses,
  ...permissionCauses,
  ...programCauses,
  ...codeCauses,
  ...startCauses,
  ...portCauses,
  ...dependencyCauses,
  ...databaseCauses,
  ...networkCauses,
  ...requestCauses,
  ...credentialCauses,
  ...certificateCauses,
  ...spaceCauses,
  ...limitCauses,
  ...soundHosts,
  ...boundCauses,
  ...heldOutCauses,
];
