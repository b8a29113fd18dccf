import type { Cause } from './cause.ts';
import { up } from './parts/units.ts';
import { notesSays } from './parts/stage.ts';
import { anyRestart, restore } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Secrets, keys and licences that are not accepted. */
export const credentialCauses: readonly Cause[] = [
  {
    name: 'old secret',
    service: 'notes',
    inject: `cp -p /etc/notes/notes.env /root/e; echo NOTES_SECRET=old > /etc/notes/notes.env; ${up('notes')}`,
    undo: `cp -p /root/e /etc/notes/notes.env; ${up('notes')}`,
    shows: notesSays('401'),
    diagnosed: /401/,
    remedies: [...restore, ...anyRestart],
  },
  says(
    'MySQL password',
    "ERROR 1045 (28000): Access denied for user 'ledger'@'localhost' (using password: YES)",
    /credential|password|Access denied/i,
    restore,
  ),
  says('LDAP', 'ldap_bind: Invalid credentials (49)', /credentials/i, [...restore, ...anyRestart]),
  says(
    'SMTP login',
    "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed: generic failure')",
    /authentication|credentials/i,
    [...restore, ...anyRestart],
  ),
  says(
    'S3 key',
    'ClientError: An error occurred (InvalidAccessKeyId) when calling the PutObject operation: The AWS Access Key Id you provided does not exist in our records.',
    /Access ?Key|credentials/,
    [...restore, ...anyRestart],
  ),
  says(
    'host key',
    'Host key verification failed.\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]\nrsync error: unexplained error (code 255) at io.c(228)',
    /host key/i,
  ),
  says('licence', 'ERROR license expired on 2026-01-01, please contact sales', /licen[cs]e/i),
  says(
    'peer authentication',
    'psycopg2.OperationalError: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  Peer authentication failed for user "ledger"',
    /[Pp]eer authentication/,
  ),
  says(
    'S3 denied',
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
    /AccessDenied|PutObject/,
  ),
  says(
    'deploy key refused',
    'git@forge.internal: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.',
    /publickey/,
  ),
];
