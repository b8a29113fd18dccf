import type { DiagnosisSubject } from '../subject.ts';
import type { Quote } from './probe.ts';

/** Folders in which each service has one of its own, by name. */
const homes = '/etc /srv /opt /var/lib /var/log /var/www';

/**
 * Of a path that a unit names, the part that belongs to that service alone: `/srv/photos/bin/run` gives `/srv/photos`.
 * What packages install is nobody's own.
 */
const ownPart = [
  '$2 == "etc" && NF > 3 && $3 !~ /^(systemd|ssl|default|init.d|alternatives)$/ { print "/etc/" $3; next }',
  '$2 == "etc" { print; next }',
  '$2 == "var" || $2 == "home" || $2 == "mnt" || $2 == "media" { if ($4 != "") print "/" $2 "/" $3 "/" $4; next }',
  '$2 == "usr" && $3 != "local" { next }',
  '$2 == "usr" || $2 == "root" || $2 == "tmp" { if ($3 != "") print; next }',
  '$2 ~ /^(bin|sbin|lib|lib64|dev|proc|sys|run|boot)$/ { next }',
  '$3 != "" { print "/" $2 "/" $3 }',
].join(' ');

/** The name that a unit's folders have: `worker@7.service` keeps them in `/etc/worker`. */
const folderName = (unit: string): string =>
  unit.replace(/\.(?:service|socket|timer|path|mount)$/, '').split('@')[0] ?? '';

/** The places of a service in sh: `prelude` finds what its unit names, `words` then stand for all of them. */
export type Places = { readonly prelude: string; readonly words: string };

/** What the runbook names, and what the unit does; null where there is neither. */
export function placesOf({ paths, unit }: DiagnosisSubject, quote: Quote): Places | null {
  const named = paths.map(quote).join(' ');
  if (unit === null) return named === '' ? null : { prelude: '', words: named };
  const properties = '-p WorkingDirectory -p RootDirectory -p ExecStartPre -p ExecStart -p EnvironmentFiles';
  const said = `systemctl show --no-pager --value ${properties} -- ${quote(unit)} 2>/dev/null | tr ' ;=,"' '\\n' | sed 's/^[-!+@:~]*//' | grep -E '^/[A-Za-z0-9]' | awk -F/ '${ownPart}'`;
  const name = folderName(unit);
  const byName =
    name === '' ? '' : `; for d in ${homes}; do [ -e "$d/"${quote(name)} ] && echo "$d/"${quote(name)}; done`;
  const others = paths.length === 0 ? '' : ` | grep -vxF ${paths.map((one) => `-e ${quote(one)}`).join(' ')}`;
  return { prelude: `its=$( { ${said}${byName}; } | sort -u${others} | head -n 12); `, words: `${named} $its`.trim() };
}

const notOurs = `-not -path '*/.git/*' -not -path '*/node_modules/*' -not -path '*/.venv/*' -not -path '*/__pycache__/*'`;

/** Lines of sh that print the paths below each place, one a line; `what` are words of `find`. */
export const findInPlaces = ({ words }: Places, what: string): string =>
  `for p in ${words}; do find "/\${p#/}" -xdev ${notOurs} ${what} 2>/dev/null; done`;

/** The same for files that configure programs, by their names and folders. */
export const configurationFiles = (places: Places): string =>
  `${findInPlaces(places, '-maxdepth 3 -type f -size -256k')} | grep -E '[.](json|ya?ml|toml|ini|conf|cfg|cnf|env|properties|xml)$|/[.]env$|/(sites|conf)[.-][a-z]+/' | sort -u | head -n 40`;
