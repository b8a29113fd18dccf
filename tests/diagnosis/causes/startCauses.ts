import type { Cause } from './cause.ts';
import { isDown, restart, withoutDropIn } from './parts/auditor.ts';
import { down, dropIn, noDropIn, up } from './parts/units.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';
import { override } from './parts/override.ts';
import { program, shelf } from './parts/shelf.ts';

/** Services that were stopped, do not come up in time, hang or die. */
export const startCauses: readonly Cause[] = [
  {
    name: 'stopped by somebody',
    inject: 'sudo -u ops sudo systemctl stop gitops-auditor',
    undo: restart,
    shows: isDown,
    diagnosed: /stopped by ops with sudo/,
    remedies: ['restart'],
  },
  {
    name: 'masked unit',
    inject: `systemctl stop gitops-auditor; mv /etc/systemd/system/gitops-auditor.service /root/unit.kept; systemctl mask gitops-auditor`,
    undo: `systemctl unmask gitops-auditor; cp /root/unit.kept /etc/systemd/system/gitops-auditor.service; systemctl daemon-reload; ${restart}`,
    shows: isDown,
    diagnosed: /masked/,
    remedies: ['rejoin'],
  },
  {
    name: 'socket that is stopped',
    service: 'echo',
    inject: 'systemctl stop echo.socket',
    undo: 'systemctl start echo.socket',
    shows: '[ "$(systemctl is-active echo.socket)" != active ]',
    diagnosed: /echo\.socket.*(?:stopped|not running|inactive)|stopped/,
    remedies: ['restart'],
  },
  {
    name: 'check before the start refuses',
    service: 'tick',
    inject: `rm /etc/tick.allowed; ${up('tick')}`,
    undo: `touch /etc/tick.allowed; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`,
    diagnosed: /tick\.allowed/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'check that hangs',
    service: 'tick',
    inject: `cp -p /usr/local/bin/tick-check /root/; printf '#!/bin/sh\\nsleep 999\\n' > /usr/local/bin/tick-check; mkdir -p /etc/systemd/system/tick.service.d; printf '[Service]\\nTimeoutStartSec=3\\nRestart=no\\n' > /etc/systemd/system/tick.service.d/x.conf; systemctl daemon-reload; ${up('tick')}`,
    undo: `cp -p /root/tick-check /usr/local/bin/; ${noDropIn('tick')}`,
    shows: down('tick'),
    diagnosed: /longer|time/,
    remedies: ['set-aside-drop-ins', ...anyRestart],
  },
  {
    name: 'never says that it is ready',
    service: 'tick',
    inject: dropIn('tick', String.raw`[Service]\nType=notify\nTimeoutStartSec=3\nRestart=no\n`),
    undo: noDropIn('tick'),
    shows: `sleep 4; ${down('tick')}`,
    diagnosed: /(?:start|ready).*(?:time|longer|seconds)|timeout/i,
    remedies: ['set-aside-drop-ins', ...anyRestart],
  },
  {
    name: 'watchdog',
    service: 'tick',
    inject: dropIn('tick', String.raw`[Service]\nWatchdogSec=1\nRestart=no\n`),
    undo: noDropIn('tick'),
    shows: down('tick'),
    diagnosed: /watchdog/i,
    remedies: ['set-aside-drop-ins', ...anyRestart],
  },
  {
    name: 'hanging process',
    inject: 'systemctl kill -s STOP gitops-auditor',
    undo: `systemctl kill -s CONT gitops-auditor; ${restart}`,
    shows: '! curl -s -m 1 -o /dev/null http://localhost:3000/health',
    diagnosed: /is stopped \(T\)|does not answer: .*timed out/,
    remedies: ['restart'],
  },
  {
    name: 'killed process',
    inject:
      dropIn('gitops-auditor', String.raw`[Service]\nRestart=no\n`) +
      '; sleep 1; systemctl kill -s SEGV gitops-auditor',
    undo: withoutDropIn,
    shows: isDown,
    diagnosed: /crashed|signal|core/i,
    remedies: ['restart', 'roll-back', 'set-aside-drop-ins'],
  },
  {
    name: 'killed for good',
    service: 'notes',
    inject: `mkdir -p /etc/systemd/system/notes.service.d; printf '[Service]\\nRestart=no\\n' > /etc/systemd/system/notes.service.d/x.conf; systemctl daemon-reload; ${up('notes')}; sleep 1; systemctl kill -s KILL notes`,
    undo: `rm -r /etc/systemd/system/notes.service.d; systemctl daemon-reload; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /kill/i,
    remedies: ['restart', 'reset-and-restart', 'drop-local-overrides'],
  },
  shelf('crash', program('#!/bin/sh\nkill -SEGV $$'), /SEGV|crash/i, anyRestart),
  says('own words', 'ledger: the vault at site B is not sealed properly; giving up', /vault at site B/),
  override(
    'forking that does not fork',
    'tick',
    String.raw`[Service]\nType=forking\nPIDFile=/run/tick.pid\nTimeoutStartSec=3\nRestart=no\n`,
    /fork|tick\.pid|longer|timed? ?out/i,
  ),
  override(
    'condition that does not hold',
    'tick',
    String.raw`[Unit]\nConditionPathExists=/etc/tick.license\n`,
    /\/etc\/tick\.license/,
  ),
  {
    name: 'unit that conflicts',
    service: 'tick',
    inject: dropIn('ledger', String.raw`[Unit]\nConflicts=tick.service\n`),
    undo: `${noDropIn('ledger')}; ${up('tick')}`,
    shows: down('tick'),
    diagnosed: /ledger|conflict/i,
    remedies: anyRestart,
  },
  {
    name: 'ordering cycle',
    service: 'notes',
    inject: `systemctl stop notes; printf '[Unit]\\nRequires=notes.service\\nAfter=notes.service\\n[Service]\\nExecStart=/bin/sleep 99999\\n' > /etc/systemd/system/looper.service; ${dropIn('notes', String.raw`[Unit]\nRequires=looper.service\nAfter=looper.service\n`)}`,
    undo: `rm /etc/systemd/system/looper.service; systemctl stop looper; ${noDropIn('notes')}`,
    shows: down('notes'),
    diagnosed: /cycl|loop/i,
    remedies: ['drop-local-overrides', ...anyRestart],
  },
  shelf(
    'lock left behind',
    program(
      '#!/bin/sh\nif [ -e /opt/shelf/run.lock ]; then echo "shelf is already running, or left /opt/shelf/run.lock behind" >&2; exit 1; fi\nexec sleep 100000',
    ) + '\ntouch /opt/shelf/run.lock',
    /\/opt\/shelf\/run\.lock/,
    anyRestart,
  ),
  shelf('credential gone', 'true', /shelf\.key|credential/i, anyRestart, 'LoadCredential=key:/etc/shelf.key\\n'),
  {
    ...shelf(
      'state folder is a file',
      'echo x > /var/lib/shelf',
      /\/var\/lib\/shelf|state director/i,
      anyRestart,
      'StateDirectory=shelf\\n',
    ),
    undo: 'systemctl stop shelf; rm -rf /var/lib/shelf /opt/shelf /etc/systemd/system/shelf.service; systemctl daemon-reload',
  },
  shelf(
    'runtime folder missing',
    program('#!/bin/sh\necho $$ > /run/shelf/pid || exit 1\nexec sleep 100000'),
    /\/run\/shelf/,
    anyRestart,
  ),
  says(
    'container name in use',
    'Error response from daemon: Conflict. The container name "/ledger" is already in use by container "4f5b1d2c". You have to remove (or rename) that container to be able to reuse that name.',
    /already in use/,
  ),
  says(
    'backup repository locked',
    'unable to create lock in backend: repository is already locked by PID 4711 on nas by root (UID 0, GID 0)\nlock was created at 2026-11-02 03:00:01 (619h12m ago)',
    /locked by PID 4711|already locked/,
  ),
];
