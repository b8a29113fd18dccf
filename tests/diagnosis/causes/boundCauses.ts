import type { Cause } from './cause.ts';
import { override } from './parts/override.ts';
import { notesSays } from './parts/stage.ts';
import { anyRestart } from './parts/remedies.ts';
import { shelf } from './parts/shelf.ts';
import { down } from './parts/units.ts';

/** Walls that the unit itself builds around its program, and into which the program runs. */
export const boundCauses: readonly Cause[] = [
  override(
    'whole system read-only for the unit',
    'notes',
    String.raw`[Service]\nProtectSystem=strict\n`,
    /ProtectSystem/,
  ),
  override(
    'no access to its folder',
    'notes',
    String.raw`[Service]\nInaccessiblePaths=/srv/notes/data\n`,
    /InaccessiblePaths|\/srv\/notes\/data/,
  ),
  override(
    'no address family',
    'notes',
    String.raw`[Service]\nRestrictAddressFamilies=AF_UNIX\n`,
    /RestrictAddressFamilies|[Aa]ddress family/,
  ),
  override(
    'network of its own',
    'notes',
    String.raw`[Service]\nPrivateNetwork=yes\n`,
    /PrivateNetwork/,
    notesSays('failed'),
  ),
  override(
    'largest file',
    'notes',
    String.raw`[Service]\nLimitFSIZE=1\n`,
    /LimitFSIZE|too large|file size/i,
    `sleep 5; ${down('notes')} || journalctl -q -n 20 -u notes | grep -qi failed`,
  ),
  override(
    'proxy that is not there',
    'notes',
    String.raw`[Service]\nEnvironment=http_proxy=http://127.0.0.1:9\n`,
    /proxy|127\.0\.0\.1:9\b/i,
    notesSays('failed'),
  ),
  shelf(
    'system call refused',
    'true',
    /SIGSYS|SystemCallFilter|system call/i,
    anyRestart,
    'SystemCallFilter=~nanosleep clock_nanosleep\\n',
  ),
  shelf(
    'nothing may be executed',
    'true',
    /NoExecPaths|\/opt\/shelf\/bin\/shelfd/,
    anyRestart,
    'NoExecPaths=/opt/shelf\\n',
  ),
];
