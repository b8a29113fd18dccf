import type { Cause } from './cause.ts';
import { down, up } from './parts/units.ts';
import { feedJson, feedJsonBack, feedSays, notesSays } from './parts/stage.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Certificates and their keys. */
export const certificateCauses: readonly Cause[] = [
  {
    name: 'certificate file gone',
    service: 'gate',
    inject: `mv /etc/nginx/tls/gate.crt /root/; ${up('nginx')}`,
    undo: `mv /root/gate.crt /etc/nginx/tls/; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /gate\.crt/,
    remedies: ['renew-certificate', ...anyRestart],
  },
  {
    name: 'certificate and key of two pairs',
    service: 'gate',
    inject: `openssl genrsa -out /etc/nginx/tls/gate.key 2048 2>/dev/null; ${up('nginx')}`,
    undo: `cp /root/store.key /etc/nginx/tls/gate.key; ${up('nginx')}`,
    shows: down('nginx'),
    diagnosed: /gate\.(?:key|crt).*match|key.*(?:mismatch|match)/i,
    remedies: [...anyRestart, 'renew-the-certificate'],
  },
  {
    name: 'private key unreadable',
    service: 'feed',
    inject: `chown root:root /etc/feed/tls/feed.key; ${up('feed')}`,
    undo: `chown feed:feed /etc/feed/tls/feed.key; ${up('feed')}`,
    shows: `sleep 1; ${down('feed')}`,
    diagnosed: /feed\.key.*wrong owner/,
    remedies: anyRestart,
  },
  {
    name: 'certificate for another name',
    service: 'feed',
    inject: `cd /root; openssl req -newkey rsa:2048 -nodes -keyout o.key -out o.csr -subj /CN=other.internal 2>/dev/null; echo subjectAltName=DNS:other.internal > on; openssl x509 -req -in o.csr -CA ca.crt -CAkey ca.key -days 9 -extfile on -out o.crt 2>/dev/null; cp o.crt /etc/nginx/store.crt; cp o.key /etc/nginx/store.key; nginx -s reload; ${feedJson('s,http://store.internal:9100,https://store.internal:8443,')}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; cp /root/store.key /etc/nginx/store.key; nginx -s reload; ${feedJsonBack}`,
    shows: feedSays('altnames'),
    diagnosed: /certificate.*(?:name|other\.internal)/i,
    remedies: ['renew-the-certificate', ...anyRestart],
  },
  {
    name: 'certificate not valid yet',
    service: 'feed',
    inject: `cd /root; mkdir -p cad; : > cad/index; echo 77 > cad/serial; printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=cad/index\\nserial=cad/serial\\nnew_certs_dir=cad\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' > ca.cnf; openssl ca -batch -config ca.cnf -in store.csr -cert ca.crt -keyfile ca.key -startdate 20391231000000Z -enddate 20400101000000Z -extfile names -out future.crt 2>/dev/null; cp future.crt /etc/nginx/store.crt; nginx -s reload; ${feedJson('s,http://store.internal:9100,https://store.internal:8443,')}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; nginx -s reload; ${feedJsonBack}`,
    shows: feedSays('valid'),
    diagnosed: /not (?:yet valid|valid (?:yet|before))/i,
    remedies: ['renew-the-certificate', ...anyRestart],
  },
  {
    name: 'self-signed certificate',
    service: 'notes',
    inject: `cd /root; openssl req -x509 -newkey rsa:2048 -nodes -keyout s.key -out s.crt -subj /CN=store.internal -addext subjectAltName=DNS:store.internal -days 9 2>/dev/null; cp s.crt /etc/nginx/store.crt; cp s.key /etc/nginx/store.key; nginx -s reload; cp -p /srv/notes/settings.toml /root/toml.kept; sed -i 's,http://store.internal:9100,https://store.internal:8443,' /srv/notes/settings.toml; ${up('notes')}`,
    undo: `cp /root/valid.crt /etc/nginx/store.crt; cp /root/store.key /etc/nginx/store.key; nginx -s reload; cp -p /root/toml.kept /srv/notes/settings.toml; ${up('notes')}`,
    shows: notesSays('self'),
    diagnosed: /self[- ]signed/,
    remedies: ['renew-the-certificate'],
  },
  says(
    'Java certificate',
    'Caused by: java.security.cert.CertificateExpiredException: NotAfter: Sat Nov 01 00:00:00 UTC 2025',
    /expired/,
    ['renew-the-certificate'],
  ),
  says(
    'clock',
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 1970-01-01T00:02:11Z is before 2026-01-02T00:00:00Z',
    /clock|1970/i,
  ),
];
