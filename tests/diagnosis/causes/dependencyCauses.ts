import type { Cause } from './cause.ts';
import { isDegraded, isDown, withoutDropIn } from './parts/auditor.ts';
import { down, dropIn, noDropIn, up } from './parts/units.ts';
import { notesSays } from './parts/stage.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Other units that the service needs, or that belong to it, and that do not run. */
export const dependencyCauses: readonly Cause[] = [
  {
    name: 'failed dependency unit',
    inject: `printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c "echo no licence >&2; exit 4"\\n' > /etc/systemd/system/gitops-licence.service; ${dropIn('gitops-auditor', String.raw`[Unit]\nRequires=gitops-licence.service\nAfter=gitops-licence.service\n`)}`,
    undo: `rm -f /etc/systemd/system/gitops-licence.service; ${withoutDropIn}; systemctl reset-failed`,
    shows: isDown,
    diagnosed: /needs gitops-licence\.service, which is failed/,
    remedies: ['reset-and-restart', 'restart'],
  },
  {
    name: 'upstream unit stopped',
    inject: `systemctl stop store; ${up('gitops-auditor')}`,
    undo: 'systemctl start store',
    shows: isDegraded,
    diagnosed: /store\.service/,
    remedies: anyRestart,
  },
  {
    name: 'backend of the proxy stopped',
    service: 'gate',
    inject: 'systemctl stop notes; sleep 1; for n in 1 2 3; do curl -sk https://127.0.0.1:8500/ >/dev/null; done',
    undo: up('notes'),
    shows: down('notes'),
    diagnosed: /8200.*notes|notes.*8200/,
    remedies: anyRestart,
  },
  {
    name: 'masked database unit',
    service: 'notes',
    inject: `systemctl stop notes-db; mv /etc/systemd/system/notes-db.service /root/; systemctl mask -q notes-db; ${up('notes')}`,
    undo: `systemctl unmask -q notes-db; mv /root/notes-db.service /etc/systemd/system/; systemctl daemon-reload; systemctl start notes-db; ${up('notes')}`,
    shows: notesSays('refused'),
    diagnosed: /notes-db(?:\.service)?.*masked/,
    remedies: ['unmask'],
  },
  {
    name: 'stopped database unit',
    service: 'notes',
    inject: `systemctl disable -q --now notes-db; sed -i /notes-db/d /etc/systemd/system/notes.service; systemctl daemon-reload; ${up('notes')}`,
    undo: `sed -i '/Description/a Wants=notes-db.service\\nAfter=notes-db.service' /etc/systemd/system/notes.service; systemctl daemon-reload; systemctl enable -q --now notes-db; ${up('notes')}`,
    shows: notesSays('refused'),
    diagnosed: /refused.*5433|5433.*refused|notes-db/,
    remedies: ['start-what-it-depends-on'],
  },
  {
    name: 'needed database fails to start',
    service: 'notes',
    inject: `cp /etc/systemd/system/notes-db.service /root/; sed -i 's,^ExecStart=.*,ExecStart=/bin/false,' /etc/systemd/system/notes-db.service; systemctl daemon-reload; systemctl restart notes-db; ${up('notes')}`,
    undo: `cp /root/notes-db.service /etc/systemd/system/; systemctl daemon-reload; systemctl restart notes-db; ${up('notes')}`,
    shows: notesSays('refused'),
    diagnosed: /notes-db/,
    remedies: ['start-what-it-depends-on'],
  },
  {
    name: 'database server hangs',
    service: 'notes',
    inject: `systemctl kill -s STOP notes-db; for n in $(seq 300); do timeout 0.02 curl -s telnet://127.0.0.1:5433; done </dev/null; sleep 3`,
    undo: 'systemctl kill -s CONT notes-db; systemctl restart notes-db',
    shows: notesSays("-iE 'timed'"),
    diagnosed: /5433|notes-db/,
    remedies: ['start-what-it-depends-on', ...anyRestart],
  },
  {
    name: 'mount unit missing',
    service: 'notes',
    inject: `systemctl stop notes; ${dropIn('notes', String.raw`[Unit]\nRequires=mnt-tank.mount\nAfter=mnt-tank.mount\n`)}`,
    undo: noDropIn('notes'),
    shows: down('notes'),
    diagnosed: /mnt-tank\.mount/,
    remedies: ['drop-local-overrides'],
  },
  {
    name: 'failing timer beside it',
    service: 'notes',
    inject: `mv /mnt/vault /mnt/vault.away; systemctl start backup-notes || true`,
    undo: `mv /mnt/vault.away /mnt/vault; systemctl reset-failed backup-notes`,
    shows: 'systemctl is-failed -q backup-notes',
    diagnosed: /backup-notes/,
    remedies: anyRestart,
  },
  {
    name: 'variable unset in a timer',
    service: 'notes',
    inject: `cp -p /usr/local/bin/backup-notes /root/; printf '#!/bin/sh\\nset -eu\\ncp -a /srv/notes/data "$TARGET"\\n' > /usr/local/bin/backup-notes; systemctl start backup-notes || true`,
    undo: 'cp -p /root/backup-notes /usr/local/bin/; systemctl reset-failed backup-notes',
    shows: 'systemctl is-failed -q backup-notes',
    diagnosed: /backup-notes.*TARGET/,
    remedies: anyRestart,
  },
  says(
    'Docker daemon',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /docker/i,
  ),
];
