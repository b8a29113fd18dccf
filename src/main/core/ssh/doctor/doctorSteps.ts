import { assertNever } from '#shared/assertNever.ts';
import type { ConnectionFailure } from '#shared/host/connection.ts';
import type { DoctorStep } from '#shared/host/doctor.ts';

type Name = DoctorStep['name'];

export const connectionSteps = ['tcp', 'banner', 'keyExchange', 'hostKey', 'authentication'] as const;
export type ConnectionStep = (typeof connectionSteps)[number];

const allSteps: readonly Name[] = [
  'configuration',
  'name',
  ...connectionSteps,
  'shell',
  'sudo',
  'systemd',
  'journal',
  'clock',
];

export function failedStep(name: Name, failure: ConnectionFailure, tookMs: number): DoctorStep {
  return { name, verdict: 'failed', text: failure.text, mend: failure.mend, tookMs };
}

export function skipped(names: readonly Name[], text: string): readonly DoctorStep[] {
  return names.map((name) => ({ name, verdict: 'skipped', text, mend: null, tookMs: 0 }));
}

/** This step and all behind it. */
export function allSkipped(from: Name): readonly DoctorStep[] {
  return skipped(allSteps.slice(allSteps.indexOf(from)), 'Not reached.');
}

/** The step at which a failure of this kind shows; null where the kind alone does not tell. */
export function stepOfFailure(kind: ConnectionFailure['kind']): ConnectionStep | null {
  switch (kind) {
    case 'nameNotFound':
    case 'unreachable':
    case 'refused':
      return 'tcp';
    case 'noBanner':
      return 'banner';
    case 'noCommonAlgorithm':
      return 'keyExchange';
    case 'hostKeyUnknown':
    case 'hostKeyChanged':
    case 'hostKeyRevoked':
      return 'hostKey';
    case 'authenticationRefused':
      return 'authentication';
    case 'timedOut':
    case 'lost':
    case 'needsSystemSsh':
    case 'shellUnusable':
    case 'configuration':
    case 'cancelled':
      return null;
    default:
      return assertNever(kind);
  }
}
