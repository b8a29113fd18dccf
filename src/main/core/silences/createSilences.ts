import { assertNever } from '#shared/assertNever.ts';
import type { LabFile } from '#shared/lab/labFile.ts';
import { checkTargets } from '#shared/lab/targets.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import type { SilenceTarget } from '#shared/silence/silence.ts';
import { minuteMs } from '#shared/time/instant.ts';
import type { Clock } from '../ports/ports.ts';
import type { Journal } from '../storage/journal.ts';

export type Silences = {
  /** Returns its id. Throws `RequestError` NOT_FOUND for a target that is not in the lab. */
  readonly add: (request: {
    readonly requestId: string;
    readonly target: SilenceTarget;
    readonly minutes: number;
    readonly reason: string;
  }) => string;
  /** Throws `RequestError` NOT_FOUND for one that is not there any more. */
  readonly remove: (request: { readonly requestId: string; readonly silenceId: string }) => void;
};

/** Silences that people set from the window; each ends by itself. */
export function createSilences(deps: {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly lab: () => LabFile;
  readonly newId: () => string;
}): Silences {
  const { journal, clock, lab, newId } = deps;
  return {
    add: ({ requestId, target, minutes, reason }) => {
      if (!isThere(lab(), target)) throw noTarget(target);
      const silence = { id: newId(), target, reason: reason.trim(), untilAt: clock.now() + minutes * minuteMs };
      journal.append([{ type: 'silence.added', data: { silence } }], { actor: 'person', requestId });
      return silence.id;
    },
    remove: ({ requestId, silenceId }) => {
      if (!Object.hasOwn(journal.state().silences, silenceId)) throw noSilence();
      journal.append([{ type: 'silence.removed', data: { silenceId } }], { actor: 'person', requestId });
    },
  };
}

function isThere(lab: LabFile, { kind, id }: SilenceTarget): boolean {
  switch (kind) {
    case 'host':
      return lab.hosts.some((host) => host.id === id);
    case 'service':
      return lab.services.some((service) => service.id === id);
    case 'check':
      return checkTargets(lab).some(({ check }) => check.id === id);
    default:
      return assertNever(kind);
  }
}

function noTarget({ kind, id }: SilenceTarget): RequestError {
  return new RequestError('NOT_FOUND', `There is no ${kind} ${id} in lab.yaml`, 'Reload the window and pick one.');
}

function noSilence(): RequestError {
  return new RequestError('NOT_FOUND', 'That silence is already over', 'Reload the window.');
}
