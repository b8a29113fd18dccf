import { fc } from '#tests/support/fastCheck.ts';
import { describe, expect, it } from 'vitest';
import { programWords, wordClues } from '#shared/diagnosis/words/wordClues.ts';
import { startWords } from '#shared/diagnosis/words/startWords.ts';
import { outputFindings } from '#shared/diagnosis/outputFindings.ts';
import { sceneOf } from '#shared/diagnosis/read/scene.ts';
import { findingSchema } from '#shared/run/run.ts';
import { actions, subject } from './support.ts';

const scene = sceneOf({ subject, outputs: [], incidentStartedAt: null, askedAt: null });
const told = (text: string) =>
  outputFindings(
    [{ command: 'journalctl', end: { kind: 'exited', code: 0 }, stdout: `before\n${text}\nafter`, stderr: '' }],
    actions,
    'photos',
  );

/** What programs in many languages say, the id of the rule that knows it, and what the first finding must name. */
const sayings: readonly (readonly [id: string, said: string, named: string])[] = [
  ['port-taken', 'Error: listen EADDRINUSE: address already in use :::3000', 'port 3000 is taken'],
  ['port-taken', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', 'port 80 is taken'],
  ['port-taken', 'listen tcp 0.0.0.0:9090: bind: address already in use', 'port 9090'],
  ['port-taken', 'Web server failed to start. Port 8080 was already in use.', 'port 8080'],
  [
    'port-taken',
    'FATAL:  could not create any TCP/IP sockets\nLOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
    'taken by another program',
  ],
  ['port-taken', 'listen unix /run/app/app.sock: bind: address already in use', 'socket /run/app/app.sock'],
  ['port-taken', 'Error: listen EADDRINUSE: address already in use /run/app.sock', 'socket /run/app.sock'],
  ['port-forbidden', 'Error: listen EACCES: permission denied 0.0.0.0:80', 'port 80'],
  ['port-forbidden', 'listen tcp :443: bind: permission denied', 'port 443'],
  ['port-forbidden', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)', 'port 80'],
  [
    'pem-broken',
    'nginx: [emerg] cannot load certificate "/etc/nginx/tls/x.crt": PEM_read_bio_X509_AUX() failed (SSL: error:04800066:PEM routines::bad end line)',
    '/etc/nginx/tls/x.crt is damaged',
  ],
  ['config-value', '/opt/shelf/run: 3: API_KEY: parameter not set', 'API_KEY'],
  ['config-value', './run.sh: line 4: DB_HOST: unbound variable', 'DB_HOST'],
  ['missing-file', '/opt/shelf/run: 3: yq: not found', 'program yq'],
  [
    'missing-file',
    "Can't locate Mojo/Shelf.pm in @INC (you may need to install the Mojo::Shelf module) at /opt/shelf/shelfd line 3.\nBEGIN failed--compilation aborted at /opt/shelf/shelfd line 3.",
    'module Mojo/Shelf.pm, which /opt/shelf/shelfd asks for',
  ],
  [
    'missing-file',
    "Error: Cannot find module './lib/routes'\nRequire stack:\n- /opt/shelf/server.js",
    'which /opt/shelf/server.js asks for',
  ],
  ['permission', "Error: connect EACCES /run/db/db.sock\n    at x {\n  code: 'EACCES',", '/run/db/db.sock'],
  ['connection-refused', 'Error: connect ECONNREFUSED /run/db/db.sock', '/run/db/db.sock'],
  ['address-missing', 'Error: listen EADDRNOTAVAIL: address not available 10.9.9.9:80', '10.9.9.9'],
  ['address-missing', 'listen tcp 192.168.7.7:80: bind: cannot assign requested address', '192.168.7.7'],
  [
    'config-syntax',
    'nginx: [emerg] unknown directive "proxy_psas" in /etc/nginx/sites-enabled/gate:5',
    '/etc/nginx/sites-enabled/gate, line 5',
  ],
  [
    'config-syntax',
    '/etc/ssh/sshd_config.d/x.conf: line 3: Bad configuration option: PermitRotLogin',
    '/etc/ssh/sshd_config.d/x.conf, line 3',
  ],
  [
    'config-syntax',
    'yaml.scanner.ScannerError: mapping values are not allowed here\n  in "/srv/a/conf.yaml", line 7, column 12',
    '/srv/a/conf.yaml, line 7',
  ],
  ['config-syntax', '/usr/local/bin/run: 1: /etc/run/7.conf: Syntax error: "(" unexpected', '/etc/run/7.conf, line 1'],
  ['config-syntax', '/etc/sudoers.d/ops:2:14: syntax error', '/etc/sudoers.d/ops, line 2'],
  [
    'config-syntax',
    "[ERROR] unknown variable 'max_conections=10' in /etc/mysql/my.cnf line 41",
    '/etc/mysql/my.cnf, line 41',
  ],
  [
    'config-syntax',
    'AH00526: Syntax error on line 12 of /etc/apache2/sites-enabled/a.conf:\nInvalid command',
    '/etc/apache2/sites-enabled/a.conf, line 12',
  ],
  ['json-syntax', 'SyntaxError: Unexpected token } in JSON at position 42', 'does not parse'],
  ['json-syntax', 'main.go:9: parse config: yaml: line 4: did not find expected key', 'does not parse'],
  [
    'json-syntax',
    "configparser.MissingSectionHeaderError: File contains no section headers.\nfile: '/srv/x/app.ini', line: 1",
    '/srv/x/app.ini',
  ],
  ['config-value', "KeyError: 'listen_port'", 'listen_port'],
  ['config-value', 'Error: environment variable DATABASE_URL is not set', 'DATABASE_URL'],
  ['config-value', "invalid literal for int() with base 10: 'eighty'", 'eighty'],
  ['config-value', 'java.lang.NumberFormatException: For input string: "x1"', 'x1'],
  ['config-value', 'Error: unknown option: --prot', '--prot'],
  [
    'merge-conflict',
    '/srv/feed/server.js:5\n<<<<<<< HEAD\n^^\nSyntaxError: Unexpected token',
    'merge conflict in /srv/feed/server.js',
  ],
  [
    'code-error',
    'Traceback (most recent call last):\n  File "/usr/lib/python3/x.py", line 3, in run\n  File "/srv/a/app.py", line 9, in <module>\n    go()\nNameError: name \'go\' is not defined',
    '/srv/a/app.py, line 9',
  ],
  [
    'code-error',
    "thread 'main' panicked at src/config.rs:12:5:\ncalled `Option::unwrap()` on a `None` value",
    'src/config.rs, line 12',
  ],
  ['code-error', 'panic: runtime error: index out of range [3] with length 3', 'index out of range'],
  [
    'code-error',
    'PHP Parse error:  syntax error, unexpected end of file in /srv/www/index.php on line 12',
    '/srv/www/index.php, line 12',
  ],
  ['quota', 'write /srv/x: Disk quota exceeded', 'quota'],
  ['disk-full', 'write /var/lib/x: No space left on device', 'No space'],
  ['disk-full', 'sqlite3.OperationalError: database or disk is full', 'No space'],
  [
    'too-many-watches',
    "Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/x'",
    'fs.inotify.max_user_watches',
  ],
  [
    'too-many-watches',
    'The configured user limit (128) on the number of inotify instances has been reached',
    'fs.inotify.max_user_instances',
  ],
  ['newer-library', "./x: libc.so.6: version `GLIBC_2.38' not found (required by ./x)", 'it needs GLIBC_2.38'],
  ['left-lock', 'another instance is running (/run/x/x.lock)', '(/run/x/x.lock)'],
  ['left-lock', 'refusing to start: pid file /run/x.pid exists, is it already running?', '(/run/x.pid)'],
  ['not-tls', 'error:0A00010B:SSL routines::wrong version number', 'speaks TLS (https) to a port that answers without'],
  ['not-tls', 'http: server gave HTTP response to HTTPS client', 'speaks TLS (https) to a port that answers without'],
  ['not-tls', 'Client sent an HTTP request to an HTTPS server.', 'plain http to a port that wants TLS'],
  ['http-400', 'HTTP Error 400: Bad Request', 'does not take what it is sent (400)'],
  ['forbidden-call', 'x.service: Main process exited, code=dumped, status=31/SYS', 'SIGSYS'],
  ['too-many-files', 'Error: EMFILE: too many open files', 'too many files open'],
  ['too-many-tasks', "RuntimeError: can't start new thread", 'threads or processes'],
  ['too-many-tasks', '-bash: fork: retry: Resource temporarily unavailable', 'threads or processes'],
  [
    'too-many-tasks',
    'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
    'threads or processes',
  ],
  [
    'out-of-memory',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'ran out of memory',
  ],
  [
    'out-of-memory',
    'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
    'ran out of memory',
  ],
  ['connection-limit', 'FATAL:  sorry, too many clients already', 'limit of connections'],
  [
    'connection-limit',
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached',
    'limit of connections',
  ],
  [
    'clock',
    'x509: certificate has expired or is not yet valid: current time 1970-01-01T00:02:11Z is before 2026-01-02T00:00:00Z',
    'clock is wrong',
  ],
  ['database-locked', 'sqlite3.OperationalError: database is locked', 'locked by another process'],
  ['database-read-only', 'sqlite3.OperationalError: attempt to write a readonly database', 'cannot be written'],
  ['database-broken', 'sqlite3.DatabaseError: database disk image is malformed', 'damaged'],
  ['database-missing', 'FATAL:  database "shop" does not exist', 'shop'],
  ['schema', "ERROR 1054 (42S22): Unknown column 'total' in 'field list'", 'schema'],
  [
    'key-mismatch',
    'SSL_CTX_use_PrivateKey("/etc/x/a.key") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)',
    '/etc/x/a.key',
  ],
  ['key-mismatch', 'tls: private key does not match public key', 'do not match'],
  ['certificate', 'curl: (60) SSL certificate problem: certificate has expired', 'expired'],
  ['certificate', 'CERT_NOT_YET_VALID: certificate is not yet valid', 'not yet valid'],
  [
    'certificate-name',
    "Hostname/IP does not match certificate's altnames: Host: a.lan. is not in the cert's altnames: DNS:b.lan",
    'b.lan',
  ],
  ['certificate-name', 'x509: certificate is valid for b.lan, not a.lan', 'b.lan, not a.lan'],
  ['certificate-refused', 'x509: certificate signed by unknown authority', 'unknown authority'],
  ['http-401', 'curl: (22) The requested URL returned error: 401', 'credentials (401)'],
  ['http-401', "ERROR 1045 (28000): Access denied for user 'a'@'localhost' (using password: YES)", 'credentials'],
  ['http-401', '(error) WRONGPASS invalid username-password pair or user is disabled.', 'credentials'],
  ['http-403', 'HTTP Error 403: Forbidden', 'forbids it (403)'],
  ['http-404', 'GET http://a.lan/feed answered 404', '(404)'],
  ['http-429', 'HTTP/1.1 429 Too Many Requests', '(429)'],
  ['http-5xx', 'HTTP Error 503: Service Unavailable', 'answers 503'],
  ['name-not-resolved', 'curl: (6) Could not resolve host: api.example.org', 'api.example.org'],
  ['name-not-resolved', 'getaddrinfo ENOTFOUND db.lan', 'db.lan'],
  ['name-not-resolved', 'could not translate host name "db.lan" to address: Name or service not known', 'db.lan'],
  ['connection-refused', 'connect ECONNREFUSED 127.0.0.1:5432', '127.0.0.1:5432'],
  [
    'connection-refused',
    'psql: error: connection to server at "db.lan" (10.0.0.5), port 5432 failed: Connection refused',
    'db.lan:5432',
  ],
  ['timeout', 'dial tcp 10.44.0.5:5432: i/o timeout', '10.44.0.5:5432'],
  [
    'access-denied-by-policy',
    'apparmor="DENIED" operation="open" profile="/usr/sbin/x" name="/srv/x/a.db" pid=7',
    'AppArmor keeps it from /srv/x/a.db',
  ],
  ['git-owner', "fatal: detected dubious ownership in repository at '/srv/x'", '/srv/x'],
  ['rights-too-open', 'FATAL:  data directory "/srv/a/pg" has invalid permissions', '/srv/a/pg'],
  ['rights-too-open', "Permissions 0644 for '/srv/a/id_ed25519' are too open.", '/srv/a/id_ed25519'],
  ['sudo-refused', 'sudo: a password is required', 'sudo does not let it'],
  [
    'missing-file',
    "Could not load file or assembly 'Npgsql, Version=7.0.0.0'. The system cannot find the file specified.",
    'assembly Npgsql',
  ],
  ['ssh-host-key', 'Host key verification failed.', 'host key'],
  ['not-reached', "Can't reach database server at `db.lan`:`5432`", 'db.lan:5432'],
  [
    'http-401',
    'An error occurred (InvalidAccessKeyId) when calling PutObject: The AWS Access Key Id you provided does not exist',
    'credentials',
  ],
  ['database-locked', '[ERROR] InnoDB: Unable to lock ./ibdata1 error: 11', 'locked'],
  ['config-value', "Reading the configuration file, at line 12\n>>> 'maxmemoy 100mb'\nBad directive", 'line 12'],
  ['read-only', "touch: cannot touch '/x': Read-only file system", 'read-only'],
  ['permission', "Error: EACCES: permission denied, open '/etc/app/secret.json'", '/etc/app/secret.json'],
  ['permission', 'cat: /etc/shadow: Permission denied', '/etc/shadow'],
  ['missing-file', "Error: Cannot find module 'left-pad'", 'left-pad'],
  ['missing-file', "ENOENT: no such file or directory, open '/opt/x/config.json'", '/opt/x/config.json'],
  [
    'missing-file',
    '/opt/x/run: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    'libpq.so.5',
  ],
  ['missing-file', '/opt/x/run.sh: line 3: jq: command not found', 'jq'],
  [
    'missing-file',
    'nginx: [emerg] open() "/etc/nginx/snippets/gone.conf" failed (2: No such file or directory) in /etc/nginx/sites-enabled/gate:2',
    'Missing: /etc/nginx/snippets/gone.conf',
  ],
  [
    'environment-line',
    "systemd[1]: photos.service: Ignoring invalid environment assignment 'DB_PASSWORD: x': /etc/photos/photos.env",
    '/etc/photos/photos.env: systemd ignores the line of DB_PASSWORD',
  ],
  [
    'socket-taken',
    'systemd[1]: echo.socket: Failed to create listening socket ([::]:8400): Address already in use',
    'port 8400 is taken',
  ],
  ['config-value', 'GET htp://store.lan/x: unknown url type: htp', 'unknown url type: htp'],
  ['environment-file', 'Failed to load environment files: No such file or directory', 'environment file'],
  ['not-started', 'a.service: Failed at step EXEC spawning /opt/a/run: No such file or directory', '/opt/a/run'],
  ['start-limit', 'a.service: Start request repeated too quickly.', 'systemd gave up'],
  ['crash', 'a.service: Main process exited, code=dumped, status=11/SEGV', 'crashed (SEGV)'],
];

describe('what programs of all kinds say', () => {
  it.each(sayings)('%s: %s', (_id, said, named) => {
    expect(told(said)[0]?.text).toContain(named);
  });

  it('has an example here for every rule', () => {
    const ids = new Set([...programWords, ...startWords].map(({ id }) => id));
    expect([...ids].filter((id) => !sayings.some(([one]) => one === id))).toEqual([]);
  });

  it('finds nothing in what is in order', () => {
    const fine = [
      'HTTP/1.1 200 OK',
      '{"status":"ok"}',
      'Listening on port 3000',
      'GET /items/401 200 12ms',
      '10.0.0.1 - - "GET /404.html HTTP/1.1" 200 429',
      'loaded 503 items, 0 errors',
      'Connected to db.lan:5432',
      'retention: 30 days, quota: 10 GB',
      'certificate renewed, valid until 2027-01-01',
      'Started notes.service - Notes.',
      'checked permissions of /srv/notes: ok',
    ].join('\n');
    expect(told(fine)).toEqual([]);
  });

  it('lets a mere note stand back behind an error, and counts it where nothing else was said', () => {
    const note = 'WARN cache folder /srv/photos/cache: No such file or directory';
    const error = 'ERROR listen tcp :8080: bind: address already in use';
    const first = (text: string) => wordClues(scene, text).toSorted((a, b) => a.nearness - b.nearness)[0]?.id;
    expect(first(`${error}\n${note}`)).toBe('port-taken');
    expect(first(note)).toBe('missing-file');
    expect(first('INFO retrying after Connection refused by 10.0.0.9:80')).toBe('connection-refused');
  });

  it('looks at no words in lists of files, commits and processes', () => {
    const log = {
      command: 'git log -n 5',
      end: { kind: 'exited' as const, code: 0 },
      stdout: 'Fix connection refused',
      stderr: '',
    };
    expect(outputFindings([log], actions, null)).toEqual([]);
  });

  it('comes to an end on long and nasty texts', () => {
    const nasty = [
      ' '.repeat(50_000),
      'error'.repeat(20_000),
      `${'a/'.repeat(50_000)}x`,
      'in '.repeat(60_000),
      '/'.repeat(100_000),
      'bind()'.repeat(20_000),
      'error in /a:\n'.repeat(8_000),
      'Traceback (most recent call last):\n  x\n'.repeat(3_000),
      '/a/b: 1: /c/d:\n'.repeat(4_000),
      `${'x '.repeat(200)}\n`.repeat(200),
    ];
    for (const text of nasty) {
      const startedAt = performance.now();
      for (const finding of told(text)) findingSchema.parse(finding);
      expect(performance.now() - startedAt).toBeLessThan(1_500);
    }
  });

  it('never trips over any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const finding of told(text)) findingSchema.parse(finding);
      }),
    );
  });
});
