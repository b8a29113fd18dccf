import type { Cause } from './cause.ts';
import { down, up } from './parts/units.ts';
import { notesSays, toml, tomlBack } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Names that are not resolved and machines that are not reached. */
export const networkCauses: readonly Cause[] = [
  {
    name: 'name that does not exist',
    service: 'notes',
    inject: toml('s/store.internal/stor.internal/'),
    undo: tomlBack,
    shows: notesSays('-i name'),
    diagnosed: /name is not resolved: stor\.internal/i,
    remedies: ['restart-the-resolver', 'restore-the-backup', 'roll-back'],
  },
  {
    name: 'upstream with an unknown name',
    service: 'gate',
    inject: `sed -i 's,http://127.0.0.1:8200,http://nowhere.lan:8200,' /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    undo: `sed -i 's,http://nowhere.lan:8200,http://127.0.0.1:8200,' /etc/nginx/sites-enabled/gate; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /name is not resolved: nowhere\.lan/,
    remedies: anyRestart,
  },
  {
    name: 'resolver that is not there',
    service: 'notes',
    inject: `cp /etc/hosts /root/h; sed '/store.internal/d' /root/h > /etc/hosts; echo 'nameserver 10.218.0.200' > /etc/resolv.conf; ${up('notes')}`,
    undo: `cat /root/h > /etc/hosts; : > /etc/resolv.conf; ${up('notes')}`,
    shows: notesSays('-i resolution'),
    diagnosed: /name is not resolved: store\.internal/,
    remedies: ['restart-the-resolver'],
  },
  {
    name: 'wrong line in /etc/hosts',
    service: 'notes',
    inject: `cp /etc/hosts /root/hosts.kept; sed 's/^127.0.0.1 store.internal/10.218.0.250 store.internal/' /root/hosts.kept > /etc/hosts; ${up('notes')}`,
    undo: `cat /root/hosts.kept > /etc/hosts; ${up('notes')}`,
    shows: notesSays("-E 'timed|route'"),
    diagnosed: /10\.218\.0\.250|\/etc\/hosts/,
    remedies: anyRestart,
  },
  {
    name: 'upstream takes calls and never answers',
    service: 'notes',
    inject: toml('s,http://store.internal:9100,http://127.0.0.1:9300,'),
    undo: tomlBack,
    shows: notesSays('timed'),
    diagnosed: /9300.*(?:timed out|not answer)|(?:timed out|not answer).*9300|cannot be reached.*timed out/i,
    remedies: [...restore, ...anyRestart],
  },
  says('no route', 'ssh: connect to host nas.lan port 22: No route to host', /nas\.lan/),
  says('Go timeout', '2026/11/28 10:00:00 main.go:41: dial tcp 10.44.0.5:5432: i/o timeout', /10\.44\.0\.5:5432/),
  says(
    'Java upstream',
    'Caused by: org.postgresql.util.PSQLException: Connection to db.lan:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.',
    /db\.lan:5432/,
    [...anyRestart, 'start-what-it-depends-on'],
  ),
  says(
    'PHP upstream',
    'PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /srv/ledger/index.php:12',
    /refused/i,
    [...anyRestart, 'start-what-it-depends-on'],
  ),
  says(
    'Prisma',
    "PrismaClientInitializationError: Can't reach database server at `db.lan`:`5432`\nPlease make sure your database server is running at `db.lan`:`5432`.",
    /db\.lan/,
    [...anyRestart, 'start-what-it-depends-on'],
  ),
  says(
    'clock behind',
    'ERROR jwt: token is not valid yet: issued at 2031-02-03T10:00:00Z, which is in the future; check the system clock',
    /clock|not valid yet/,
  ),
  says(
    'host key changed for rsync',
    '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]\nrsync error: unexplained error (code 255) at io.c(231) [sender=3.2.7]',
    /[Hh]ost key|IDENTIFICATION/,
  ),
  says(
    'docker daemon not there',
    'docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    /[Dd]ocker daemon|docker\.sock/,
  ),
  {
    name: 'proxy to a port where nobody listens',
    service: 'gate',
    inject: `cp -p /etc/nginx/sites-enabled/gate /root/gate.kept; sed -i s/8200/8299/ /etc/nginx/sites-enabled/gate; nginx -s reload; sleep 1; curl -sk -o /dev/null https://127.0.0.1:8500/`,
    undo: 'cp -p /root/gate.kept /etc/nginx/sites-enabled/gate; nginx -s reload',
    shows: `curl -sk -o /dev/null -w '%{http_code}' https://127.0.0.1:8500/ | grep -q 502`,
    diagnosed: /8299/,
    remedies: [...anyRestart, 'reload'],
  },
];
