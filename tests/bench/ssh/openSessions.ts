import type { Logger } from '#core/ports/ports.ts';
import { memoryVault } from '#core/ports/memoryVault.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { createSessions } from '#core/ssh/createSessions.ts';
import type { Sessions } from '#core/ssh/hostSession.ts';
import { agreeable, promptsOf } from '#tests/core/ssh/desk.ts';

const quiet = (): void => undefined;
const silent: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** Sitrep's sessions as its core builds them, over an ssh folder of the measurement's own, without an agent. */
export function openSessions(sshFolder: string): Sessions {
  const { SSH_AUTH_SOCK: _agent, ...environment } = process.env;
  return createSessions({
    clock: systemClock(),
    logger: silent,
    prompts: promptsOf(agreeable),
    vault: memoryVault(),
    sshFolder: () => sshFolder,
    environment,
  });
}
