import type { Cause } from '../cause.ts';
import { anyRestart } from './remedies.ts';
import { down, up } from './units.ts';

/** A cause that shows in words only: the ledger repeats what a program in another language would say before it ends. */
export const says = (
  name: string,
  text: string,
  diagnosed: RegExp,
  remedies: readonly string[] = anyRestart,
): Cause => ({
  name,
  service: 'ledger',
  inject: `cat > /srv/ledger/says <<'TEXT'\n${text}\nTEXT\necho 1 > /srv/ledger/code; ${up('ledger')}`,
  undo: `rm -f /srv/ledger/says; ${up('ledger')}`,
  shows: `sleep 2; ${down('ledger')}`,
  diagnosed,
  remedies,
});
