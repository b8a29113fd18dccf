import type { Cause } from './causes.ts';

const up = (unit: string) => `systemctl reset-failed ${unit}; systemctl restart ${unit} || true`;
const down = (unit: string) => `[ "$(systemctl is-active ${unit})" != active ]`;
const notesSays = (words: string) => `sleep 2; journalctl -q -n 20 -u notes | grep -q ${words}`;
const toml = (edit: string) => `cp -p /srv/notes/settings.toml /root/toml.kept; sed -i '${edit}' /srv/notes/settings.toml; ${up('notes')}`;
const tomlBack = `cp -p /root/toml.kept /srv/notes/settings.toml; ${up('notes')}`;
const dropIn = (unit: string, lines: string) =>
  `mkdir -p /etc/systemd/system/${unit}.service.d; printf '${lines}' > /etc/systemd/system/${unit}.service.d/x.conf; systemctl daemon-reload; ${up(unit)}`;
const noDropIn = (unit: string) => `rm -rf /etc/systemd/system/${unit}.service.d; systemctl daemon-reload; ${up(unit)}`;
const feedJson = (edit: string) => `cp -p /etc/feed/feed.json /root/feed.kept; sed -i '${edit}' /etc/feed/feed.json; ${up('feed')}`;
const feedJsonBack = `cp -p /root/feed.kept /etc/feed/feed.json; ${up('feed')}`;
const feedSays = (words: string) => `sleep 2; journalctl -q -n 300 -u feed | grep -q ${words}`;
const anyRestart = ['restart', 'reset-and-restart'];

/** The ledger repeats what a program in another language would say before it ends. */
const says = (name: string, text: string, diagnosed: RegExp, remedies: readonly string[] = anyRestart): Cause => ({
  name,
  service: 'ledger',
  inject: `cat > /srv/ledger/says <<'TEXT'\n${text}\nTEXT\necho 1 > /srv/ledger/code; ${up('ledger')}`,
  undo: `rm -f /srv/ledger/says; ${up('ledger')}`,
  shows: `sleep 2; ${down('ledger')}`,
  diagnosed,
  remedies,
});

/** Causes in services of other kinds, written down before the rules were tried on them. */
export const stageCauses: readonly Cause[] = [
  {
    name: 'environment file gone', service: 'notes',
    inject: `mv /etc/notes/notes.env /root/; ${up('notes')}`, undo: `mv /root/notes.env /etc/notes/; ${up('notes')}`,
    shows: down('notes'), diagnosed: /\/etc\/notes\/notes\.env/, remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'working directory gone', service: 'notes',
    inject: `mv /srv/notes/work /srv/notes/work.old; ${up('notes')}`, undo: `mv /srv/notes/work.old /srv/notes/work; ${up('notes')}`,
    shows: down('notes'), diagnosed: /\/srv\/notes\/work\b/, remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'script not executable', service: 'tick',
    inject: `chmod 644 /usr/local/bin/tick.sh; ${up('tick')}`, undo: `chmod 755 /usr/local/bin/tick.sh; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`, diagnosed: /tick\.sh.*(execut|wrong mode)/, remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'CRLF script', service: 'tick',
    inject: `cp -p /usr/local/bin/tick.sh /root/; sed -i 's/$/\\r/' /usr/local/bin/tick.sh; ${up('tick')}`, undo: `cp -p /root/tick.sh /usr/local/bin/; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`, diagnosed: /tick\.sh.*(interpreter|CRLF|line ends?|carriage)/i, remedies: anyRestart,
  },
  {
    name: 'interpreter not installed', service: 'tick',
    inject: `cp -p /usr/local/bin/tick.sh /root/; sed -i '1s,.*,#!/usr/bin/zsh,' /usr/local/bin/tick.sh; ${up('tick')}`, undo: `cp -p /root/tick.sh /usr/local/bin/; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`, diagnosed: /\/usr\/bin\/zsh/, remedies: anyRestart,
  },
  {
    name: 'program of another architecture', service: 'worker7',
    inject: `cp -p /usr/local/bin/worker /root/; printf '\\177ELF\\002\\001\\001\\0\\0\\0\\0\\0\\0\\0\\0\\0\\002\\0\\267\\0\\001\\0\\0\\0%0200d' 0 > /usr/local/bin/worker; ${up('worker@7')}`,
    undo: `cp -p /root/worker /usr/local/bin/; ${up('worker@7')}`,
    shows: down('worker@7'), diagnosed: /worker.*(architecture|format)/i, remedies: anyRestart,
  },
  {
    name: 'port taken by a stray process', service: 'feed',
    inject: `systemctl stop feed; cd /tmp; setsid runuser -u ops -- python3 -m http.server 8300 >/dev/null 2>&1 & sleep 1.5; ${up('feed')}`,
    undo: `fuser -k 8300/tcp; sleep 0.5; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`, diagnosed: /Port 8300 is held by python3/, remedies: ['free-the-port'],
  },
  {
    name: 'port below 1024', service: 'notes',
    inject: toml('s/^port = .*/port = 843/'), undo: tomlBack,
    shows: down('notes'), diagnosed: /port 843|below 1024|privileged/i, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'address of another machine', service: 'notes',
    inject: toml('1i address = "10.99.0.5"'), undo: tomlBack,
    shows: down('notes'), diagnosed: /10\.99\.0\.5|address.*not.*this host/i, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'certificate and key of two pairs', service: 'gate',
    inject: `openssl genrsa -out /etc/nginx/tls/gate.key 2048 2>/dev/null; ${up('nginx')}`, undo: `cp /root/store.key /etc/nginx/tls/gate.key; ${up('nginx')}`,
    shows: down('nginx'), diagnosed: /gate\.(?:key|crt).*match|key.*(?:mismatch|match)/i, remedies: [...anyRestart, 'renew-the-certificate'],
  },
  {
    name: 'private key unreadable', service: 'feed',
    inject: `chown root:root /etc/feed/tls/feed.key; ${up('feed')}`, undo: `chown feed:feed /etc/feed/tls/feed.key; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`, diagnosed: /feed\.key.*wrong owner/, remedies: ['repair-permissions'],
  },
  {
    name: 'certificate for another name', service: 'feed',
    inject: `cd /root; openssl req -newkey rsa:2048 -nodes -keyout o.key -out o.csr -subj /CN=other.internal 2>/dev/null; echo subjectAltName=DNS:other.internal > on; openssl x509 -req -in o.csr -CA ca.crt -CAkey ca.key -days 9 -extfile on -out o.crt 2>/dev/null; cp o.crt /etc/nginx/store.crt; cp o.key /etc/nginx/store.key; nginx -s reload; ${feedJson('s,http://store.internal:9100,https://store.internal:8443,')}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; cp /root/store.key /etc/nginx/store.key; nginx -s reload; ${feedJsonBack}`,
    shows: feedSays('altnames'), diagnosed: /certificate.*(?:name|other\.internal)/i, remedies: ['renew-the-certificate', ...anyRestart],
  },
  {
    name: 'certificate not valid yet', service: 'feed',
    inject: `cd /root; mkdir -p cad; : > cad/index; echo 77 > cad/serial; printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=cad/index\\nserial=cad/serial\\nnew_certs_dir=cad\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > ca.cnf; openssl ca -batch -config ca.cnf -in store.csr -cert ca.crt -keyfile ca.key -startdate 20391231000000Z -enddate 20400101000000Z -extfile names -out future.crt 2>/dev/null; cp future.crt /etc/nginx/store.crt; nginx -s reload; ${feedJson('s,http://store.internal:9100,https://store.internal:8443,')}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; nginx -s reload; ${feedJsonBack}`,
    shows: feedSays('valid'), diagnosed: /not (?:yet valid|valid (?:yet|before))/i, remedies: ['renew-the-certificate', ...anyRestart],
  },
  {
    name: 'name that does not exist', service: 'notes',
    inject: toml('s/store.internal/stor.internal/'), undo: tomlBack,
    shows: notesSays('-i name'), diagnosed: /name is not resolved: stor\.internal/i, remedies: ['restart-the-resolver', 'restore-the-backup', 'roll-back'],
  },
  {
    name: 'wrong line in /etc/hosts', service: 'notes',
    inject: `cp /etc/hosts /root/hosts.kept; sed 's/^127.0.0.1 store.internal/10.218.0.250 store.internal/' /root/hosts.kept > /etc/hosts; ${up('notes')}`, undo: `cat /root/hosts.kept > /etc/hosts; ${up('notes')}`,
    shows: notesSays("-E 'timed|route'"), diagnosed: /10\.218\.0\.250|\/etc\/hosts/, remedies: anyRestart,
  },
  {
    name: 'upstream answers 503', service: 'notes',
    inject: `echo 503 > /run/store-status; ${up('notes')}`, undo: `rm /run/store-status; ${up('notes')}`,
    shows: notesSays('503'), diagnosed: /answers 503/, remedies: anyRestart,
  },
  {
    name: 'upstream answers 404', service: 'feed',
    inject: `echo 404 > /run/store-status; ${up('feed')}`, undo: `rm /run/store-status; ${up('feed')}`,
    shows: feedSays('404'), diagnosed: /404/, remedies: ['restore-the-backup', 'roll-back', ...anyRestart],
  },
  {
    name: 'upstream takes calls and never answers', service: 'notes',
    inject: toml('s,http://store.internal:9100,http://127.0.0.1:9300,'), undo: tomlBack,
    shows: notesSays('timed'), diagnosed: /9300.*(?:timed out|not answer)|(?:timed out|not answer).*9300|cannot be reached.*timed out/i, remedies: ['restore-the-backup', 'roll-back', ...anyRestart],
  },
  {
    name: 'full disk of its own', service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=4m tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; dd if=/dev/zero of=/srv/notes/data/attachments.bin bs=64k 2>/dev/null; ${up('notes')}`,
    undo: `umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space'"), diagnosed: /disk \/srv\/notes\/data (?:9\d|100) %.*attachments\.bin/, remedies: ['clear-temporary-files', ...anyRestart],
  },
  {
    name: 'no inodes on a disk of its own', service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=8m,nr_inodes=60 tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; rm -f /srv/notes/data/last; mkdir /srv/notes/data/thumbs; (for n in $(seq 80); do : > /srv/notes/data/thumbs/$n; done) 2>/dev/null; ${up('notes')}`,
    undo: `umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space|open'"), diagnosed: /inodes \/srv\/notes\/data (?:9\d|100) %/, remedies: ['clear-temporary-files', ...anyRestart],
  },
  {
    name: 'deleted file that fills a disk', service: 'notes',
    inject: `cp -a /srv/notes/data /root/data.kept; mount -t tmpfs -o size=80m tmpfs /srv/notes/data; cp -a /root/data.kept/. /srv/notes/data/; chown -R notes: /srv/notes/data; systemd-run -q --unit=hoarder python3 -c 'import os,time
f = open("/srv/notes/data/big", "wb")
try:
    while True: f.write(b"x" * 65536); f.flush()
except OSError: pass
os.unlink("/srv/notes/data/big"); time.sleep(9999)'; sleep 2; ${up('notes')}`,
    undo: `systemctl stop hoarder; umount -l /srv/notes/data; rm -rf /root/data.kept; ${up('notes')}`,
    shows: notesSays("-iE 'full|space'"), diagnosed: /deleted file/, remedies: anyRestart,
  },
  {
    name: 'journal that fills the disk', service: 'notes',
    inject: `mkdir -p /var/log/journal/0a0a; fallocate -l "$(df --output=avail -B1 / | tail -n 1)" /var/log/journal/0a0a/system@old.journal; dd if=/dev/zero of=/var/log/journal/0a0a/system.journal bs=4k 2>/dev/null; ${up('notes')}`,
    undo: `rm -rf /var/log/journal/0a0a; ${up('notes')}`,
    shows: `sleep 2; [ "$(df --output=pcent / | tail -n 1 | tr -dc 0-9)" -ge 98 ]`, diagnosed: /disk \/ (?:9\d|100) %.*\/var\/log\/journal/, remedies: ['vacuum-the-journal'],
  },
  {
    name: 'runaway process', service: 'notes',
    inject: `systemd-run -q --unit=cruncher sh -c 'while :; do :; done'; systemd-run -q --unit=cruncher2 sh -c 'while :; do :; done'; systemd-run -q --unit=cruncher3 sh -c 'while :; do :; done'; sleep 8`, undo: 'systemctl stop cruncher cruncher2 cruncher3',
    shows: 'true', diagnosed: /cruncher/, remedies: anyRestart,
  },
  {
    name: 'TOML error', service: 'notes',
    inject: toml('2s/.*/database = 127.0.0.1:5433/'), undo: tomlBack,
    shows: down('notes'), diagnosed: /settings\.toml/, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'wrong type in TOML', service: 'notes',
    inject: toml('s/^port = .*/port = "eighty"/'), undo: tomlBack,
    shows: down('notes'), diagnosed: /eighty/, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'key missing in TOML', service: 'notes',
    inject: toml('/^port/d'), undo: tomlBack,
    shows: down('notes'), diagnosed: /(?:KeyError|missing|setting).*port/i, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'unknown directive of nginx', service: 'gate',
    inject: `cp /etc/nginx/sites-enabled/gate /root/gate.kept; sed -i 's/proxy_pass/proxy_psas/' /etc/nginx/sites-enabled/gate; ${up('nginx')}`, undo: `cp /root/gate.kept /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    shows: down('nginx'), diagnosed: /sites-enabled\/gate, line 5/, remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'syntax error in a sourced file', service: 'worker7',
    inject: `printf 'task=sort (all)\\n' > /etc/worker/7.conf; ${up('worker@7')}`, undo: `printf 'task=sort\\nlanes=2\\n' > /etc/worker/7.conf; ${up('worker@7')}`,
    shows: `sleep 1; ${down('worker@7')}`, diagnosed: /\/etc\/worker\/7\.conf, line 1/, remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'database file gone', service: 'notes',
    inject: `mv /srv/notes/data /srv/notes/data.away; ${up('notes')}`, undo: `mv /srv/notes/data.away /srv/notes/data; ${up('notes')}`,
    shows: down('notes'), diagnosed: /database file|\/srv\/notes\/data/, remedies: ['restore-the-backup'],
  },
  {
    name: 'database locked', service: 'notes',
    inject: `systemd-run -q --unit=locker python3 -c 'import sqlite3,time
d = sqlite3.connect("/srv/notes/data/notes.db"); d.execute("begin exclusive"); time.sleep(9999)'; sleep 1; ${up('notes')}`,
    undo: `systemctl stop locker; ${up('notes')}`,
    shows: `sleep 3; journalctl -q -n 20 -u notes | grep -q locked`, diagnosed: /database.*locked|locked.*database/i, remedies: anyRestart,
  },
  {
    name: 'masked database unit', service: 'notes',
    inject: `systemctl stop notes-db; mv /etc/systemd/system/notes-db.service /root/; systemctl mask -q notes-db; ${up('notes')}`, undo: `systemctl unmask -q notes-db; mv /root/notes-db.service /etc/systemd/system/; systemctl daemon-reload; systemctl start notes-db; ${up('notes')}`,
    shows: notesSays('refused'), diagnosed: /notes-db(?:\.service)?.*masked/, remedies: ['unmask'],
  },
  {
    name: 'stopped database unit', service: 'notes',
    inject: `systemctl disable -q --now notes-db; sed -i /notes-db/d /etc/systemd/system/notes.service; systemctl daemon-reload; ${up('notes')}`,
    undo: `sed -i '/Description/a Wants=notes-db.service\\nAfter=notes-db.service' /etc/systemd/system/notes.service; systemctl daemon-reload; systemctl enable -q --now notes-db; ${up('notes')}`,
    shows: notesSays('refused'), diagnosed: /refused.*5433|5433.*refused|notes-db/, remedies: ['start-what-it-depends-on'],
  },
  {
    name: 'mount unit missing', service: 'notes',
    inject: `systemctl stop notes; ${dropIn('notes', String.raw`[Unit]\nRequires=mnt-tank.mount\nAfter=mnt-tank.mount\n`)}`, undo: noDropIn('notes'),
    shows: down('notes'), diagnosed: /mnt-tank\.mount/, remedies: ['drop-local-overrides'],
  },
  {
    name: 'check before the start refuses', service: 'tick',
    inject: `rm /etc/tick.allowed; ${up('tick')}`, undo: `touch /etc/tick.allowed; ${up('tick')}`,
    shows: `sleep 4; ${down('tick')}`, diagnosed: /tick\.allowed/, remedies: ['restore-the-backup', ...anyRestart],
  },
  {
    name: 'watchdog', service: 'tick',
    inject: dropIn('tick', String.raw`[Service]\nWatchdogSec=1\nRestart=no\n`), undo: noDropIn('tick'),
    shows: down('tick'), diagnosed: /watchdog/i, remedies: ['drop-local-overrides', ...anyRestart],
  },
  {
    name: 'never says that it is ready', service: 'tick',
    inject: dropIn('tick', String.raw`[Service]\nType=notify\nTimeoutStartSec=3\nRestart=no\n`), undo: noDropIn('tick'),
    shows: `sleep 4; ${down('tick')}`, diagnosed: /(?:start|ready).*(?:time|longer|seconds)|timeout/i, remedies: ['drop-local-overrides', ...anyRestart],
  },
  {
    name: 'parent folder shut', service: 'notes',
    inject: `chmod 700 /srv; ${up('notes')}`, undo: `chmod 755 /srv; ${up('notes')}`,
    shows: down('notes'), diagnosed: /\/srv has the wrong mode/, remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'log folder of root', service: 'notes',
    inject: `chown -R root: /var/log/notes; ${up('notes')}`, undo: `chown -R notes: /var/log/notes; ${up('notes')}`,
    shows: down('notes'), diagnosed: /\/var\/log\/notes.*wrong owner/, remedies: ['repair-permissions', ...anyRestart],
  },
  {
    name: 'missing npm module', service: 'feed',
    inject: `mv /srv/feed/releases/1/node_modules/left /root/left; ${up('feed')}`, undo: `mv /root/left /srv/feed/releases/1/node_modules/left; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`, diagnosed: /'?left'?/, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'link of a release into nothing', service: 'feed',
    inject: `ln -sfn releases/2 /srv/feed/current; ${up('feed')}`, undo: `ln -sfn releases/1 /srv/feed/current; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`, diagnosed: /\/srv\/feed\/(?:current|releases\/2)/, remedies: ['restore-the-backup', 'roll-back', ...anyRestart],
  },
  {
    name: 'merge conflict', service: 'feed',
    inject: `cp -p /srv/feed/releases/1/server.js /root/server.kept; sed -i '5i <<<<<<< HEAD' /srv/feed/releases/1/server.js; ${up('feed')}`, undo: `cp -p /root/server.kept /srv/feed/releases/1/server.js; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`, diagnosed: /server\.js, line 5/, remedies: ['restore-the-backup', 'roll-back'],
  },
  {
    name: 'wrong branch', service: 'notes',
    inject: `runuser -u notes -- git -C /srv/notes checkout -q -b experiment; sed -i 's/^port = int/port = integer/' /srv/notes/app.py; runuser -u notes -- git -C /srv/notes -c user.name=n -c user.email=n@n commit -q -am 'Try a faster way'; ${up('notes')}`,
    undo: `runuser -u notes -- git -C /srv/notes checkout -q main; runuser -u notes -- git -C /srv/notes branch -q -D experiment; ${up('notes')}`,
    shows: down('notes'), diagnosed: /app\.py, line \d+.*Try a faster way/, remedies: ['roll-back'],
  },
  {
    name: 'failing timer beside it', service: 'notes',
    inject: `mv /mnt/vault /mnt/vault.away; systemctl start backup-notes || true`, undo: `mv /mnt/vault.away /mnt/vault; systemctl reset-failed backup-notes`,
    shows: 'systemctl is-failed -q backup-notes', diagnosed: /backup-notes/, remedies: anyRestart,
  },
  {
    name: 'socket that is stopped', service: 'echo',
    inject: 'systemctl stop echo.socket', undo: 'systemctl start echo.socket',
    shows: '[ "$(systemctl is-active echo.socket)" != active ]', diagnosed: /echo\.socket.*(?:stopped|not running|inactive)|stopped/, remedies: ['restart'],
  },
  {
    name: 'one client asks all the time', service: 'gate',
    inject: `cp /var/log/nginx/access.log /root/access.kept; python3 -c 'for n in range(4000): print(f"10.9.9.9 - - [28/Nov/2026:10:00:{n%60:02d} +0000] \\"GET /search HTTP/1.1\\" 200 5 \\"-\\" \\"bot\\"")' >> /var/log/nginx/access.log`,
    undo: 'cp /root/access.kept /var/log/nginx/access.log', shows: 'true', diagnosed: /10\.9\.9\.9/, remedies: anyRestart,
  },
  says('quota', 'ledger: write /srv/ledger/data/book.db: Disk quota exceeded', /quota/i),
  says('AppArmor', 'audit: type=1400 audit(1764.3:22): apparmor="DENIED" operation="open" profile="/usr/sbin/ledgerd" name="/srv/ledger/book.db" pid=7 comm="ledgerd" requested_mask="r"\nledgerd: cannot open book: permission denied', /AppArmor/i),
  says('too few tasks', 'runtime: failed to create new OS thread (have 9 already; errno=11)\nruntime: may need to increase max user processes (ulimit -u)\nfatal error: newosproc', /thread|process/i),
  says('Java heap', 'INFO starting\nException in thread "main" java.lang.OutOfMemoryError: Java heap space\n\tat app.Ledger.load(Ledger.java:22)', /memory/i),
  says('clock', 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 1970-01-01T00:02:11Z is before 2026-01-02T00:00:00Z', /clock|1970/i),
  says('YAML of Python', 'Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/yaml/scanner.py", line 577, in fetch_value\n    raise ScannerError(None, None,\nyaml.scanner.ScannerError: mapping values are not allowed here\n  in "/srv/ledger/ledger.yaml", line 7, column 12', /ledger\.yaml, line 7/, ['restore-the-backup', 'roll-back']),
  says('migration', 'ERROR:  column "balance_cents" of relation "accounts" does not exist at character 31\ndjango.db.utils.ProgrammingError: column "balance_cents" of relation "accounts" does not exist', /migration|schema|balance_cents/i, ['roll-back', 'restore-the-backup', ...anyRestart]),
  says('postgres connections', 'FATAL:  sorry, too many clients already\nFATAL:  remaining connection slots are reserved for non-replication superuser connections', /connection|clients/i),
  says('Redis cannot save', 'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk. Commands that may modify the data set are disabled', /Redis|persist/i),
  says('Go timeout', '2026/11/28 10:00:00 main.go:41: dial tcp 10.44.0.5:5432: i/o timeout', /10\.44\.0\.5:5432/),
  says('Rust panic', "thread 'main' panicked at src/config.rs:12:5:\ncalled `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }", /config\.rs|ParseIntError/, ['restore-the-backup', 'roll-back', ...anyRestart]),
  says('Java upstream', 'Caused by: org.postgresql.util.PSQLException: Connection to db.lan:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.', /db\.lan:5432/, [...anyRestart, 'start-what-it-depends-on']),
  says('MySQL password', "ERROR 1045 (28000): Access denied for user 'ledger'@'localhost' (using password: YES)", /credential|password|Access denied/i, ['restore-the-backup', 'roll-back']),
  says('PHP upstream', 'PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /srv/ledger/index.php:12', /refused/i, [...anyRestart, 'start-what-it-depends-on']),
  says('dubious ownership', "fatal: detected dubious ownership in repository at '/srv/ledger'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /srv/ledger", /\/srv\/ledger.*owner|owner.*\/srv\/ledger/i, ['repair-permissions']),
  { name: 'sound: notes', service: 'notes', inject: 'true', undo: 'true', shows: 'true', diagnosed: null, remedies: [] },
  { name: 'sound: gate', service: 'gate', inject: 'true', undo: 'true', shows: 'true', diagnosed: null, remedies: [] },
  { name: 'sound: feed after a mended fault', service: 'feed', inject: `mv /etc/feed/feed.json /root/f; ${up('feed')}; sleep 1; mv /root/f /etc/feed/feed.json; ${up('feed')}; sleep 2`, undo: 'true', shows: 'true', diagnosed: null, remedies: [] },
  {
    name: 'sound and busy: notes', service: 'notes',
    inject: `systemd-run -q --unit=reader sh -c 'for n in 1 2 3 4 5 6 7 8; do find / -xdev -type f -size -9k -exec cat {} + >/dev/null 2>&1; done'; for n in $(seq 400); do curl -s http://127.0.0.1:8200/ >/dev/null; done`,
    undo: 'systemctl stop reader || true', shows: 'true', diagnosed: null, remedies: [],
  },
];
