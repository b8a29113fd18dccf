/**
 * Looks at a host and changes nothing on it. Each line is a section, a tab, and what was found; absent tools are left
 * out. POSIX sh: dash, bash and busybox ash. Slow parts are bounded, so that a hanging daemon hides only itself.
 */
export const discoveryScript = `
LC_ALL=C; export LC_ALL; umask 077
tab=$(printf '\\t')
say() { sed "s|^|$1$tab|"; }
has() { command -v "$1" >/dev/null 2>&1; }
soon() { if has timeout; then timeout 10 "$@"; else "$@"; fi; }
note() { printf 'note\\t%s\\n' "$1"; }

if has systemctl && soon systemctl show -p Version 2>/dev/null | grep -q .; then
  for kind in service timer; do
    soon systemctl show "*.$kind" --no-pager -p Id,LoadState,ActiveState,SubState,Result,Type,UnitFileState,FragmentPath,Description,Triggers,TriggeredBy 2>/dev/null | say "$kind"
  done
else
  note 'no systemd: services are not proposed'
fi

if has ss; then
  ss -Hltnp 2>/dev/null | say ss
elif [ -r /proc/net/tcp ]; then
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | say proctcp
fi

cat /proc/mounts 2>/dev/null | say mount
has zpool && soon zpool list -H -o name,health 2>/dev/null | say zpool
if has smartctl; then
  for d in /sys/block/*; do
    [ -e "$d/device" ] || continue
    printf 'drive\\t%s\\t%s\\n' "/dev/\${d##*/}" "$(cat "$d/removable" 2>/dev/null)"
  done
fi

for engine in docker podman; do
  has "$engine" || continue
  if found=$(soon "$engine" ps -a --format '{{.Names}}\t{{.Image}}\t{{.Status}}' 2>/dev/null); then
    case $engine in docker) label=.Label;; *) label='index .Labels';; esac
    projects=$(soon "$engine" ps -a --filter label=com.docker.compose.project --format "{{.Names}}\t{{$label \\"com.docker.compose.project\\"}}" 2>/dev/null)
    [ -z "$found" ] || printf '%s\\n' "$found" | say "container$tab$engine"
    [ -z "$projects" ] || printf '%s\\n' "$projects" | say "compose$tab$engine"
  else
    note "$engine does not answer this user: start it, or add the user to its group, to have containers proposed"
  fi
done

if has curl; then
  for port in 80 443 3000 3001 5000 5601 8000 8006 8080 8081 8083 8086 8096 8123 8443 8888 9000 9090 9091 9093 9443 32400; do
    hex=$(printf '%04X' "$port")
    grep -q "^ *[0-9]*: [0-9A-F]*:$hex [0-9A-F]*:0000 0A" /proc/net/tcp /proc/net/tcp6 2>/dev/null || continue
    for scheme in http https; do
      code=$(curl -s -k -o /dev/null -m 3 -w '%{http_code}' "$scheme://127.0.0.1:$port/" </dev/null 2>/dev/null)
      case $code in 000|'') continue;; 400) [ "$scheme" = http ] && continue;; esac
      printf 'web\\t%s\\t%s\\t%s\\n' "$port" "$scheme" "$code"
      break
    done
  done
else
  note 'no curl: web servers are not looked for'
fi

for d in /etc/letsencrypt/live/*/ /etc/letsencrypt/renewal/*.conf; do
  [ -e "$d" ] || continue
  d=\${d%/}; d=\${d##*/}; printf 'certificate\\t%s\\n' "\${d%.conf}"
done

if has find; then
  soon find /opt /srv /var/www /etc /home /root "$HOME" -maxdepth 4 \\( -name node_modules -o -name .cache -o -name .local \\) -prune -o -type d -name .git -print 2>/dev/null | sort -u | head -n 60 |
  while IFS= read -r g; do
    [ -r "$g/config" ] && [ -r "$g/HEAD" ] || continue
    remote=$(sed -n '/^\\[remote "origin"\\]/,/^\\[/s/^[[:space:]]*url *= *//p' "$g/config" | head -n 1 | sed 's#//[^/@]*@#//#')
    printf 'git\\t%s\\t%s\\t%s\\n' "\${g%/.git}" "$(sed -n 's#^ref: refs/heads/##p' "$g/HEAD")" "$remote"
  done
  for d in /var/backups /backup /backups /srv/backup /srv/backups /mnt/backup /mnt/backups "$HOME/backup" "$HOME/backups"; do
    [ -d "$d" ] || continue
    soon find "$d" -maxdepth 1 -type f -mtime -14 2>/dev/null | sort | tail -n 40 | say "backup$tab$d"
  done
fi
for f in /etc/cron.d/* /etc/cron.daily/* /etc/cron.weekly/*; do [ -f "$f" ] && printf 'cron\\t%s\\n' "$f"; done
printf 'end\\t\\n'
`;
