import type { DiagnosisSubject } from '../subject.ts';
import { configurationFiles, findInPlaces, placesOf } from './places.ts';
import type { Probe, Quote } from './probe.ts';

/** Addresses and ports as configurations write them; nothing else of a configuration is ever printed. */
const addresses = `https?://[A-Za-z0-9.-]+(:[0-9]+)?|[A-Za-z0-9][A-Za-z0-9.-]*:[0-9]{2,5}|([0-9]{1,3}[.]){3}[0-9]{1,3}|[Pp][Oo][Rr][Tt]["'\\'' ]*[:= ] *["'\\'']?[0-9]{2,5}|listen +[0-9]{2,5}`;

/** The lines of the file `$f` that are no comments: an address in one is not in use. */
const uncommented = (flags: string): string => `grep ${flags} -vE '^[[:space:]]*(#|;|//)' "$f"`;

/** The service's own folders: who owns what, links into nothing, and whether its data files are whole. No content is printed. */
export function folderProbes(subject: DiagnosisSubject, quote: Quote): readonly Probe[] {
  const places = placesOf(subject, quote);
  if (places === null) return [];
  const { prelude, words } = places;
  return [
    {
      title: 'Files of the service',
      command: `${prelude}for p in ${words}; do echo "place $p"; done; ${findInPlaces(places, `-maxdepth 3 -printf '%M %u %g %T@ %C@ %s %p\\n'`)} | head -n 500; echo '== links into nothing'; ${findInPlaces(places, `-maxdepth 3 -xtype l -printf '%p -> %l\\n'`)} | head -n 20`,
    },
    {
      title: 'Attributes of its files',
      command: `${prelude}${findInPlaces(places, '-maxdepth 3')} | head -n 300 | xargs -r -d '\\n' lsattr -d 2>/dev/null | grep -E '^[A-Za-z-]*[ia][A-Za-z-]* ' | head -n 20; true`,
    },
    {
      title: 'Whether JSON is whole',
      command: `${prelude}${findInPlaces(places, "-maxdepth 3 -name '*.json' -size -4096k -size +0c")} | head -n 40 | while read -r f; do [ -r "$f" ] || { echo "unreadable $f"; continue; }; echo "== $f"; if command -v jq > /dev/null; then jq empty < "$f"; else python3 -m json.tool < "$f"; fi 2>&1 > /dev/null | head -n 3; done`,
    },
    {
      title: 'Its own logs',
      command: `${prelude}${findInPlaces(places, "-maxdepth 3 -type f -size +0 -mmin -1440 \\( -name '*.log' -o -name '*.err' -o -path '*/log/*' -o -path '*/logs/*' \\) -not -name '*access*' -not -name '*.gz' -printf '%T@ %p\\n'")} | sort -rn | head -n 4 | while read -r t f; do echo "== $t $f"; if [ -r "$f" ]; then tail -n 40 "$f"; else sudo -n tail -n 40 "$f" 2>/dev/null; fi | cut -c1-500; done`,
    },
    {
      title: 'What its configuration names',
      command: `${prelude}${configurationFiles(places)} | while read -r f; do ${uncommented('-nH')} | grep -oE '^[^:]+:[0-9]+:|${addresses}'; done 2>/dev/null | head -n 600${
        subject.unit === null
          ? ''
          : `; systemctl show --no-pager --value -p ExecStart -p Environment -- ${quote(subject.unit)} | grep -oE '${addresses}' | sort -u | sed 's/^/unit:0:\\n/'`
      }`,
    },
    {
      title: 'Marks of a merge conflict',
      command: `${prelude}${findInPlaces(places, '-maxdepth 4 -type f -size -512k')} | head -n 400 | while read -r f; do grep -nHE -m 1 '^(<<<<<<<|>>>>>>>) ' "$f"; done 2>/dev/null | head -n 10`,
    },
    ...(subject.unit === null
      ? []
      : [
          {
            title: 'Where its words stand in its configuration',
            command: `${prelude}journalctl --no-pager --quiet -o cat -n 20 -u ${quote(subject.unit)} | grep -oE '["'\\''][A-Za-z0-9_./:@-]{2,60}["'\\'']' | tr -d '"'\\''' | sort -u | head -n 12 | while read -r t; do ${configurationFiles(places)} | while read -r f; do grep -nHF -- "$t" "$f" | head -n 2 | cut -d: -f1,2; done 2>/dev/null | while read -r w; do echo "$w $t"; done; done | head -n 30`,
          },
        ]),
  ];
}

/** What the service answers on its own host. */
export function answerProbes({ localUrls }: DiagnosisSubject, quote: Quote): readonly Probe[] {
  if (localUrls.length === 0) return [];
  const asked = localUrls.map(
    (url) =>
      `echo "== ${url}"; curl -sS -m 5 -i -w '\\nseconds %{time_total}\\n' ${quote(url)} 2>&1 | head -c 2000; echo`,
  );
  return [{ title: 'What it answers', command: asked.join('; ') }];
}

/** Names, addresses, certificates and clients: what takes longer, and goes over the network. */
export function reachProbes(subject: DiagnosisSubject, quote: Quote): readonly Probe[] {
  const places = placesOf(subject, quote);
  const prelude = places?.prelude ?? '';
  const configured =
    places === null
      ? ''
      : ` $(${configurationFiles(places)} | while read -r f; do ${uncommented('-h')} | grep -oE 'https?://[A-Za-z0-9.-]+(:[0-9]+)?'; done 2>/dev/null | sort -u | head -n 8)`;
  const urls = `${subject.remoteUrls.map(quote).join(' ')}${configured}`.trim();
  const certificateFiles = `{ find /etc/letsencrypt/live /etc/nginx /etc/caddy /etc/haproxy /etc/apache2 -maxdepth 3 2>/dev/null; ${places === null ? 'true' : findInPlaces(places, '-maxdepth 3')}; } | grep -E '[.](pem|crt|cer)$' | sort -u | head -n 20`;
  return [
    ...(urls === ''
      ? []
      : [
          {
            title: 'What it calls',
            command: `${prelude}for u in ${urls}; do h=$(echo "$u" | sed -E 's,^https?://([^:/]+).*,\\1,'); echo "== $u"; a=$(timeout 4 getent ahosts "$h" | awk 'NR == 1 { print $1 }'); [ -n "$a" ] && echo "name $h resolved to $a" || echo "name $h not resolved"; grep -nwF -- "$h" /etc/hosts | sed 's/^/hosts line /'; curl -sS -m 5 -o /dev/null -D - -- "$u" 2>&1 | head -n 30; done`,
          },
        ]),
    {
      title: 'Certificates',
      command: `${prelude}now=$(date +%s); echo "now $now"; ${certificateFiles} | while read -r f; do e=$(openssl x509 -noout -startdate -enddate -in "$f" 2>/dev/null | tr '\\n' ' ') && echo "file $f $e"; done; for p in $(ss -Hltn | awk '{ n = split($4, a, ":"); print a[n] }' | grep -E '443$|^(993|995|465|636|8883)$' | sort -u | head -n 5); do echo "port $p $(echo | timeout 4 openssl s_client -connect "127.0.0.1:$p" 2>/dev/null | openssl x509 -noout -startdate -enddate 2>/dev/null | tr '\\n' ' ')"; done`,
    },
    {
      title: 'Names and routes',
      command: `grep -v '^#' /etc/resolv.conf; echo "== default $(ip route show default | head -n 1)"; ip -br link; echo '== addresses'; ip -br addr; timeout 4 getent hosts "$(cat /proc/sys/kernel/hostname)" || echo 'own name not resolved'`,
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
      command: `sudo -n find /proc -maxdepth 3 -path '/proc/[0-9]*/fd/*' -lname '/*(deleted)' -not -lname '/memfd:*' -not -lname '/tmp/#*' -printf '%p %l\\n' 2>/dev/null | head -n 200 | while read -r f l; do s=$(sudo -n stat -L -c %s "$f" 2>/dev/null) && [ "$s" -gt 1000000 ] && echo "$s $f $l unit:$(cat "\${f%/fd/*}/cgroup" 2>/dev/null | tail -n 1) name:$(cat "\${f%/fd/*}/comm" 2>/dev/null)"; done | sort -rn | head -n 5`,
    },
    {
      title: 'Processors and disks',
      command: `vmstat 1 2; echo '== processes'; LC_ALL=C top -b -n 2 -d 1 -w 200 | awk '/^top /{ n++ } n == 2 && $1 ~ /^[0-9]+$/ { print $1, $9, $12 }' | head -n 8 | while read -r p c n; do echo "$p $c $n $(tail -n 1 "/proc/$p/cgroup" 2>/dev/null)"; done; cat /proc/pressure/cpu /proc/pressure/io 2>/dev/null`,
    },
  ];
}

/** The checks that well-known programs have for their own configuration, for the unit that runs them. */
export function configurationProbes(unit: string, quote: Quote): readonly Probe[] {
  const name = quote(/[.](?:service|socket|timer|mount|path)$/.test(unit) ? unit : `${unit}.service`);
  return [
    {
      title: 'Configuration check',
      command: `command -v systemd-analyze > /dev/null && echo checked; systemd-analyze verify --man=no -- ${name} 2>&1 | head -n 20; case ${name} in nginx*) sudo -n nginx -t 2>&1 ;; ssh*) sudo -n sshd -t 2>&1 ;; esac; true`,
    },
  ];
}
