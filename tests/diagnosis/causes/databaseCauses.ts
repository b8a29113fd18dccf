import type { Cause } from './cause.ts';
import { down, up } from './parts/units.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Databases and queues that are damaged, locked, busy or of another version. */
export const databaseCauses: readonly Cause[] = [
  {
    name: 'database file gone',
    service: 'notes',
    inject: `mv /srv/notes/data /srv/notes/data.away; ${up('notes')}`,
    undo: `mv /srv/notes/data.away /srv/notes/data; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /database file|\/srv\/notes\/data/,
    remedies: ['restore-the-backup'],
  },
  {
    name: 'database overwritten',
    service: 'notes',
    inject: `cp -p /srv/notes/data/notes.db /root/; dd if=/dev/urandom of=/srv/notes/data/notes.db bs=512 count=4 conv=notrunc 2>/dev/null; ${up('notes')}`,
    undo: `cp -p /root/notes.db /srv/notes/data/; ${up('notes')}`,
    shows: down('notes'),
    diagnosed: /notes\.db.*damaged/,
    remedies: restore,
  },
  {
    name: 'database locked',
    service: 'notes',
    inject: `systemd-run -q --unit=locker python3 -c 'import sqlite3,time
d = sqlite3.connect("/srv/notes/data/notes.db"); d.execute("begin exclusive"); time.sleep(9999)'; sleep 1; ${up('notes')}`,
    undo: `systemctl stop locker; ${up('notes')}`,
    shows: `sleep 3; journalctl -q -n 20 -u notes | grep -q locked`,
    diagnosed: /database.*locked|locked.*database/i,
    remedies: anyRestart,
  },
  says(
    'migration',
    'ERROR:  column "balance_cents" of relation "accounts" does not exist at character 31\ndjango.db.utils.ProgrammingError: column "balance_cents" of relation "accounts" does not exist',
    /migration|schema|balance_cents/i,
    ['roll-back', 'restore-the-backup', ...anyRestart],
  ),
  says(
    'Rails migration',
    'ActiveRecord::PendingMigrationError: Migrations are pending. To resolve this issue, run: bin/rails db:migrate RAILS_ENV=production',
    /migration/i,
    [...restore, ...anyRestart],
  ),
  says(
    'postgres connections',
    'FATAL:  sorry, too many clients already\nFATAL:  remaining connection slots are reserved for non-replication superuser connections',
    /connection|clients/i,
  ),
  says(
    'MariaDB twice',
    '2026-11-28 10:00:00 0 [ERROR] InnoDB: Unable to lock ./ibdata1 error: 11\n2026-11-28 10:00:00 0 [Note] InnoDB: Check that you do not already have another mariadbd process using the same InnoDB data or log files.\n2026-11-28 10:00:01 0 [ERROR] Aborting',
    /lock/i,
  ),
  says(
    'Prometheus lock',
    'ts=2026-11-28T10:00:00Z caller=main.go:1159 level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"',
    /lock/i,
  ),
  says(
    'Kafka',
    'org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
    /orders/,
  ),
  says(
    'redis cannot persist',
    "redis.exceptions.ResponseError: MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may modify the data set are disabled",
    /persist|RDB/,
  ),
  says(
    'migration not run',
    'Traceback (most recent call last):\n  File "/srv/ledger/manage.py", line 22, in <module>\n    main()\ndjango.db.utils.OperationalError: no such table: auth_user',
    /auth_user/,
    restore,
  ),
  {
    name: 'table dropped',
    service: 'notes',
    inject: `cp -p /srv/notes/data/notes.db /root/db.kept; python3 -c 'import sqlite3; d = sqlite3.connect("/srv/notes/data/notes.db"); d.execute("drop table visits"); d.commit()'; ${up('notes')}`,
    undo: `systemctl stop notes; cp -p /root/db.kept /srv/notes/data/notes.db; ${up('notes')}`,
    shows: `sleep 4; ${down('notes')}`,
    diagnosed: /no such table: visits|table .?visits/,
    remedies: ['restore-the-backup', ...anyRestart],
  },
];
