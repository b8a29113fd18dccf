import type { Cause } from './cause.ts';
import { isDegraded } from './parts/auditor.ts';
import { up } from './parts/units.ts';
import { notesSays } from './parts/stage.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Disks without room, and disks that are away. */
export const spaceCauses: readonly Cause[] = [
  {
    name: 'full disk of its own',
    service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=4m tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; dd if=/dev/zero of=/srv/notes/data/attachments.bin bs=64k 2>/dev/null; ${up('notes')}`,
    undo: `umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space'"),
    diagnosed: /disk \/srv\/notes\/data (?:9\d|100) %.*attachments\.bin/,
    remedies: ['clear-temporary-files', ...anyRestart],
  },
  {
    name: 'no inodes on a disk of its own',
    service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=8m,nr_inodes=60 tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; rm -f /srv/notes/data/last; mkdir /srv/notes/data/thumbs; (for n in $(seq 80); do : > /srv/notes/data/thumbs/$n; done) 2>/dev/null; ${up('notes')}`,
    undo: `umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space|open'"),
    diagnosed: /inodes \/srv\/notes\/data (?:9\d|100) %/,
    remedies: ['clear-temporary-files', ...anyRestart],
  },
  {
    name: 'deleted file that fills a disk',
    service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=80m tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; systemd-run -q --unit=hoarder python3 -c 'import os,time
f = open("/srv/notes/data/big", "wb")
try:
    while True: f.write(b"x" * 65536); f.flush()
except OSError: pass
os.unlink("/srv/notes/data/big"); time.sleep(9999)'; sleep 2; ${up('notes')}`,
    undo: `systemctl stop hoarder; umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space'"),
    diagnosed: /deleted file/,
    remedies: anyRestart,
  },
  {
    name: 'journal that fills the disk',
    service: 'notes',
    inject: `mkdir -p /var/log/journal/0a0a; fallocate -l "$(df --output=avail -B1 / | tail -n 1)" /var/log/journal/0a0a/system@old.journal; dd if=/dev/zero of=/var/log/journal/0a0a/system.journal bs=4k 2>/dev/null; ${up('notes')}`,
    undo: `rm -rf /var/log/journal/0a0a; ${up('notes')}`,
    shows: `sleep 2; [ "$(df --output=pcent / | tail -n 1 | tr -dc 0-9)" -ge 98 ]`,
    diagnosed: /disk \/ (?:9\d|100) %.*\/var\/log\/journal/,
    remedies: ['vacuum-the-journal'],
  },
  {
    name: 'dump in a home folder fills the disk',
    service: 'notes',
    inject: `fallocate -l "$(df --output=avail -B1 / | tail -n 1)" /home/ops/dump.sql; dd if=/dev/zero of=/home/ops/rest bs=4k 2>/dev/null; ${up('notes')}`,
    undo: `rm -f /home/ops/dump.sql /home/ops/rest; ${up('notes')}`,
    shows: `sleep 2; [ "$(df --output=pcent / | tail -n 1 | tr -dc 0-9)" -ge 98 ]`,
    diagnosed: /disk \/ (?:9\d|100) %.*\/home\/ops\/dump\.sql/,
    remedies: ['clear-temporary-files', 'vacuum-the-journal', ...anyRestart],
  },
  {
    name: 'log that fills the disk',
    inject: `fallocate -l "$(df --output=avail -B1 / | tail -n 1)" /var/log/huge.log; dd if=/dev/zero of=/var/log/rest bs=4k 2>/dev/null; true`,
    undo: `rm -f /var/log/huge.log /var/log/rest; ${up('gitops-auditor')}`,
    shows: isDegraded,
    diagnosed: /disk \/ (?:9\d|100) %.*\/var\/log\/huge\.log/,
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  {
    name: 'mails that take all inodes',
    inject: `python3 -c 'import os
os.makedirs("/var/spool/maildrop", exist_ok=True)
try:
    for n in range(200000): open(f"/var/spool/maildrop/{n}", "x").close()
except OSError: pass'`,
    undo: `rm -rf /var/spool/maildrop; ${up('gitops-auditor')}`,
    shows: isDegraded,
    diagnosed: /inodes \/ (?:9\d|100) %.*\/var\/spool\/maildrop/,
    remedies: ['clear-temporary-data', 'prune-repositories'],
  },
  says('quota', 'ledger: write /srv/ledger/data/book.db: Disk quota exceeded', /quota/i, [
    'clear-temporary-files',
    ...anyRestart,
  ]),
  says(
    'Redis cannot save',
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk. Commands that may modify the data set are disabled',
    /Redis|persist/i,
    ['clear-temporary-files', ...anyRestart],
  ),
  says('stale NFS', "ls: cannot access '/mnt/tank': Stale file handle", /stale/i),
];
