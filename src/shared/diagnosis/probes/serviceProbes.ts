import type { DiagnosisSubject } from '../subject.ts';
import type { Probe, Quote } from './probe.ts';

const notOurs = `-not -path '*/.git/*' -not -path '*/node_modules/*' -not -path '*/.venv/*'`;

/** The service's own folders: who owns what, and whether its data files are whole. No content is printed. */
export function folderProbes({ paths }: DiagnosisSubject, quote: Quote): readonly Probe[] {
  if (paths.length === 0) return [];
  const places = paths.map(quote).join(' ');
  return [
    {
      title: 'Files of the service',
      command: `find ${places} -maxdepth 3 -xdev ${notOurs} -printf '%M %u %g %T@ %C@ %s %p\\n' 2>&1 | head -n 500`,
    },
    {
      title: 'Whether JSON is whole',
      command: `find ${places} -maxdepth 3 -xdev ${notOurs} -name '*.json' -size -4096k -size +0c 2>/dev/null | head -n 40 | while read -r f; do [ -r "$f" ] || { echo "unreadable $f"; continue; }; echo "== $f"; if command -v jq > /dev/null; then jq empty < "$f"; else python3 -m json.tool < "$f"; fi 2>&1 > /dev/null | head -n 3; done`,
    },
  ];
}

/** What the service answers on its own host. */
export function answerProbes({ localUrls }: DiagnosisSubject, quote: Quote): readonly Probe[] {
  if (localUrls.length === 0) return [];
  const asked = localUrls.map((url) => `echo "== ${url}"; curl -sS -m 5 -i ${quote(url)} 2>&1 | head -c 2000; echo`);
  return [{ title: 'What it answers', command: asked.join('; ') }];
}

/** Names, addresses, certificates and clients: what takes longer, and goes over the network. */
export function reachProbes({ paths, remoteUrls }: DiagnosisSubject, quote: Quote): readonly Probe[] {
  const places = paths.map(quote).join(' ');
  const configured =
    places === ''
      ? ''
      : ` $(find ${places} -maxdepth 2 -xdev ${notOurs} -type f -size -256k 2>/dev/null | grep -E '[.](json|ya?ml|toml|ini|conf|cfg|env|properties)$' | head -n 30 | xargs -r grep -hoE 'https?://[A-Za-z0-9.-]+(:[0-9]+)?' 2>/dev/null | sort -u | head -n 8)`;
  const urls = `${remoteUrls.map(quote).join(' ')}${configured}`.trim();
  const certificates = `find /etc/letsencrypt/live /etc/nginx /etc/ssl/certs /etc/caddy /etc/haproxy /etc/apache2 ${places} -maxdepth 3 -newermt 2000-01-01 2>/dev/null`;
  return [
    ...(urls === ''
      ? []
      : [
          {
            title: 'What it calls',
            command: `for u in ${urls}; do h=$(echo "$u" | sed -E 's,^https?://([^:/]+).*,\\1,'); echo "== $u"; timeout 4 getent ahosts "$h" > /dev/null && echo "name $h resolved" || echo "name $h not resolved"; curl -sS -m 5 -o /dev/null -D - -- "$u" 2>&1 | head -n 30; done`,
          },
        ]),
    {
      title: 'Certificates',
      command: `now=$(date +%s); echo "now $now"; ${certificates} | grep -E '[.](pem|crt|cer)$' | grep -v '^/etc/ssl/certs/' | head -n 20 | while read -r f; do e=$(openssl x509 -noout -enddate -in "$f" 2>/dev/null) && echo "file $f $e"; done; for p in $(ss -Hltn | awk '{ n = split($4, a, ":"); print a[n] }' | grep -E '443$|^(993|995|465|636|8883)$' | sort -u | head -n 5); do echo "port $p $(echo | timeout 4 openssl s_client -connect "127.0.0.1:$p" 2>/dev/null | openssl x509 -noout -enddate 2>/dev/null)"; done`,
    },
    {
      title: 'Names and routes',
      command: `grep -v '^#' /etc/resolv.conf; echo "== default $(ip route show default | head -n 1)"; ip -br link; timeout 4 getent hosts "$(cat /proc/sys/kernel/hostname)" || echo 'own name not resolved'`,
    },
    {
      title: 'Who asks most',
      command: `for f in /var/log/nginx/access.log /var/log/apache2/access.log /var/log/httpd/access_log /var/log/caddy/access.log; do [ -r "$f" ] || continue; echo "== $f"; tail -n 5000 "$f" | awk '{ print $1 }' | sort | uniq -c | sort -rn | head -n 5; echo '-- status'; tail -n 5000 "$f" | awk '{ print $9 }' | sort | uniq -c | sort -rn | head -n 8; done`,
    },
    {
      title: 'Errors of the proxy',
      command: `for f in /var/log/nginx/error.log /var/log/apache2/error.log; do [ -r "$f" ] && tail -n 40 "$f"; done; true`,
    },
    {
      title: 'Deleted files held open',
      command: `sudo -n find /proc -maxdepth 3 -path '/proc/[0-9]*/fd/*' -lname '/*(deleted)' -not -lname '/memfd:*' -not -lname '/tmp/#*' 2>/dev/null | head -n 200 | xargs -r sudo -n stat -L -c '%s %n' 2>/dev/null | sort -rn | head -n 5`,
    },
    { title: 'Processors and disks', command: 'vmstat 1 2' },
  ];
}

/** The checks that well-known programs have for their own configuration, for the unit that runs them. */
export function configurationProbes(unit: string, quote: Quote): readonly Probe[] {
  const name = quote(/[.](?:service|socket|timer|mount|path)$/.test(unit) ? unit : `${unit}.service`);
  return [
    {
      title: 'Configuration check',
      command: `systemd-analyze verify --man=no -- ${name} 2>&1 | head -n 20; case ${name} in nginx*) sudo -n nginx -t 2>&1 ;; ssh*) sudo -n sshd -t 2>&1 ;; esac; true`,
    },
  ];
}
