import { type Clue, clue, type Need } from '../clue.ts';
import { mendFile } from '../rules/mending.ts';
import { configurationOf } from './configurationWords.ts';
import { type Found, group, lineOf, path, urlIn, type WordRule } from './word.ts';

export const renew: readonly Need[] = [{ kind: 'renew-certificate', reason: 'a new certificate takes its place' }];

const told =
  (id: string, nearness: Clue['nearness'], text: (found: Found) => string, needs = renew): WordRule['make'] =>
  (found) =>
    clue('external', nearness, id, 'critical', text(found), found.proof, needs);

export const tlsWords: readonly WordRule[] = [
  {
    id: 'not-tls',
    pattern:
      /wrong version number|WRONG_VERSION_NUMBER|packet length too long|record layer failure|first record does not look like a TLS handshake|gave HTTP response to HTTPS client|SSL_ERROR_RX_RECORD_TOO_LONG|unrecognized SSL message, plaintext/i,
    make: (found) =>
      clue(
        'network',
        0,
        'not-tls',
        'critical',
        `It speaks TLS (https) to a port that answers without${urlIn(found.proof)}: ${lineOf(found)}`,
        found.proof,
        mendFile(found.scene, configurationOf(found.scene)),
      ),
  },
  {
    id: 'not-tls',
    pattern: /plain HTTP request was sent to HTTPS port|sent an HTTP request to an HTTPS server|HTTP request to TLS/i,
    make: (found) =>
      clue(
        'network',
        0,
        'not-tls',
        'critical',
        `It speaks plain http to a port that wants TLS (https)${urlIn(found.proof)}: ${lineOf(found)}`,
        found.proof,
        mendFile(found.scene, configurationOf(found.scene)),
      ),
  },
  {
    id: 'pem-broken',
    pattern: new RegExp(
      String.raw`cannot load certificate(?: key)? "(?<file>${path})"[^\n]*PEM[^\n]*|(?<file2>${path}\.(?:pem|crt|cer|key))"?[^\n]*(?:PEM[ _](?:lib|routines?|read)|no start line|bad (?:base64|end line))[^\n]*`,
    ),
    make: (found) => {
      const file = group(found, 'file');
      return clue(
        'configuration',
        0,
        'pem-broken',
        'critical',
        `${file} is damaged or no PEM file: ${lineOf(found)}`,
        found.proof,
        [...mendFile(found.scene, file), ...renew],
      );
    },
  },
  {
    id: 'key-mismatch',
    pattern: new RegExp(
      String.raw`key values mismatch|KEY_VALUES_MISMATCH|(?:private )?key[^\n]{0,40} (?:does not|doesn't|do not) match[^\n]{0,30}(?:certificate|public key|key)?|certificate and (?:private )?key[^\n]{0,30} (?:do not|don't|mis)match[^\n]*`,
      'i',
    ),
    make: told(
      'key-mismatch',
      0,
      (found) => {
        const file = new RegExp(String.raw`"?(${path}\.(?:key|pem|crt|cer))"?`).exec(found.proof)?.[1];
        return `Certificate and private key do not match${file === undefined ? '' : ` (${file})`}: ${lineOf(found)}`;
      },
      [{ kind: 'restore-backup', reason: 'the backup has the pair that belonged together' }, ...renew],
    ),
  },
  {
    id: 'certificate',
    pattern:
      /certificate is not yet valid|CERT_NOT_YET_VALID|not valid before[^\n]*|is before (?<from>20[2-9]\d-[\d:TZ-]+)/i,
    make: (found) =>
      Date.parse(/current time (\S+)/.exec(found.proof)?.[1] ?? '') < Date.parse('2024-01-01T00:00:00Z')
        ? null
        : clue(
            'external',
            0,
            'certificate',
            'critical',
            `A certificate is not yet valid${urlIn(found.proof)}${group(found, 'from') === '' ? '' : `: only from ${group(found, 'from')} on`}; either it was made too early, or this host's clock is behind`,
            found.proof,
            renew,
          ),
  },
  {
    id: 'certificate',
    pattern:
      /certificate (?:has expired(?! or is not)|expired)|CERT_HAS_EXPIRED|x509: certificate has expired|SSL certificate problem: [^\n]*expired|certificate_expired|NotAfter:|CertificateExpired/i,
    make: (found) =>
      /is before \d{4}/.test(found.proof)
        ? null
        : clue(
            'external',
            1,
            'certificate',
            'critical',
            `A certificate has expired${urlIn(found.proof)}`,
            found.proof,
            renew,
          ),
  },
  {
    id: 'certificate-name',
    pattern:
      /does not match certificate's altnames(?<names2>[^\n]*)|ERR_TLS_CERT_ALTNAME_INVALID|Hostname mismatch[^\n]*|certificate is (?:not )?valid for (?<names>[^\n]*)|no alternative certificate subject name matches[^\n]*|certificate subject name[^\n]*does not match[^\n]*|doesn't match (?:either of )?'[^\n]*'|No subject alternative (?:DNS )?names?[^\n]*/i,
    make: told(
      'certificate-name',
      0,
      (found) =>
        `The certificate is for another name${urlIn(found.proof)}: ${found.match[0].replaceAll(/\s+/g, ' ').slice(0, 160)}`,
    ),
  },
  {
    id: 'ssh-host-key',
    pattern:
      /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|(?:no matching|unknown) host key[^\n]*|host key (?:for \S+ )?(?:has changed|mismatch|is not known)/i,
    make: told(
      'ssh-host-key',
      0,
      (found) => `The host key of a machine that it calls over SSH is not known or has changed: ${lineOf(found)}`,
      [],
    ),
  },
  {
    id: 'certificate-refused',
    pattern:
      /(?:certificate verify failed|self[- ]signed certificate|unable to (?:get local issuer|verify the first certificate)|UNABLE_TO_\w+|x509: certificate|unknown (?:certificate )?authority|PKIX path building failed|SSLHandshakeException|UnknownIssuer)[^\n]*/i,
    make: told(
      'certificate-refused',
      1,
      (found) => `A certificate is not accepted${urlIn(found.proof)}: ${found.match[0]}`,
    ),
  },
];
