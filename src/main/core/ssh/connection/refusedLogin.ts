import type { ConnectionFailure } from '#shared/host/connection.ts';
import type { Authentication } from '../authentication/authentication.ts';
import type { Identities } from '../authentication/identities.ts';
import type { SshOptions } from '../config/sshOptions.ts';
import type { Destination } from './classifyError.ts';
import { ConnectionError } from './connectionError.ts';

/** What is said when a host took nothing of what could be offered; never repeated by itself. */
export function refusedLogin(
  options: SshOptions,
  authentication: Authentication,
  identities: Identities | null,
  to: Destination,
): ConnectionError {
  const left = identities?.onlySystemSsh ?? [];
  if (left.length > 0 && authentication.accepted().includes('publickey')) {
    return new ConnectionError(
      {
        kind: 'needsSystemSsh',
        text: `${to.host} refused ${options.user}; what is left is ${left.join(', ')}, which ssh2 cannot offer.`,
        mend: "Use the system's ssh for this host (transport: ssh).",
      },
      { isPassing: false },
    );
  }
  const offered = authentication.offered();
  const troubles = [...(identities?.troubles ?? []), ...authentication.troubles()];
  const trouble = troubles.map((text) => ` ${text}`).join('');
  const text =
    offered.length === 0
      ? `${to.host} refused ${options.user}: there was nothing to offer that it takes (${authentication.accepted().join(', ')}).${trouble}`
      : `${to.host} refused ${options.user}. Offered: ${offered.join(', ')}; it takes ${authentication.accepted().join(', ')}.${trouble}`;
  return new ConnectionError(
    {
      kind: 'authenticationRefused',
      text,
      mend: `Check the user name, and that ~${options.user}/.ssh/authorized_keys on the host has one of your keys ("ssh-copy-id ${options.name}"); then press retry.`,
    },
    { isPassing: false },
  );
}

/** What is said when a host takes the password only to have it changed. */
export function expiredPassword(options: SshOptions, to: Destination): ConnectionFailure {
  return {
    kind: 'authenticationRefused',
    text: `The password of ${options.user} on ${to.host} has expired.`,
    mend: `Change it with "ssh ${options.name}" in a terminal; then press retry.`,
  };
}
