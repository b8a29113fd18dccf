import { quote } from '../../ssh/channel/quote.ts';
import { type BackupArchive, utf8 } from './backupArchive.ts';
import { emptyingScript, keptName } from './keptName.ts';
import type { RemedyOrder } from './remedy.ts';

/** Beside the folders of what is kept, since what root unpacks only root can throw away. */
const base = '"$HOME"/.local/state/sitrep/unpacked';

/** One sh word for the folder that this run unpacks its archive into; `~` would mean root's home under sudo. */
export const unpackedWord = (order: Pick<RemedyOrder, 'runId' | 'keepUntilAt'>): string => `${base}/${keptName(order)}`;

/** Runs sh text as root where the runbook does so, with our home as its own. */
export const withOurHome = (script: string, sudo: string): string =>
  `${sudo}sh -c ${quote(`HOME=$1\n${script}`)} sh "$HOME"`;

const namesOf = ({ kind, unpacked }: BackupArchive, file: string): string =>
  kind === 'tar'
    ? `${unpacked} | { case $(tar --help 2>&1) in *--quoting-style*) tar --quoting-style=literal -tf - ;; *) tar -tf - ;; esac; }`
    : kind === 'zip'
      ? `${utf8} unzip -Z1 ${quote(file)}`
      : 'true';

const sizeOf = ({ kind, unpacked }: BackupArchive, file: string): string =>
  kind === 'zip' ? `unzip -Zt ${quote(file)} | awk '{ print $3 }'` : `${unpacked} | wc -c`;

/** A whole tar ends with two empty blocks; without them it was cut off between two files. */
const endOf = ({ kind, unpacked }: BackupArchive): string =>
  kind === 'tar' ? `[ "$(${unpacked} | tail -c 1024 | tr -d '\\000' | wc -c)" -eq 0 ] || exit 33` : 'true';

/**
 * Sh text that reads the archive from end to end and prints how many bytes come out of it, then what it is known by.
 * Each thing that is wrong has an exit status of its own.
 */
export const archiveLook = (archive: BackupArchive, file: string): string => `f=${quote(file)}
if [ -L "$f" ] && [ ! -e "$f" ]; then readlink -- "$f"; exit 20; fi
[ -e "$f" ] || exit 21
[ ! -d "$f" ] || exit 30
[ -f "$f" ] && [ -r "$f" ] || exit 24
for p in ${archive.programs.join(' ')}; do command -v "$p" >/dev/null || { echo "$p"; exit 31; }; done
said=$({ ${archive.test}; } 2>&1) || { printf '%s\\n' "$said" | tail -n 1; exit 32; }
names=$(${namesOf(archive, file)} 2>/dev/null) || exit 33
${endOf(archive)}
printf '%s\\n' "$names" | grep -E '^/|(^|/)\\.\\.(/|$)' | head -n 3 | grep . && exit 34
${archive.kind === 'zip' ? `printf '%s\\n' "$names" | grep -q '#U[0-9A-Fa-f]\\{4\\}' && exit 41` : 'true'}
${sizeOf(archive, file)}
stat -L -c '%s %Y' -- "$f"`;

/** A file packed alone brings neither owner nor mode: it gets those of the one that it replaces. */
const unpackSingle = ({ unpacked, name }: BackupArchive, file: string): string => `n=${quote(name)}
${unpacked} > "$p/$n" && touch -r ${quote(file)} "$p/$n" || exit 35
[ ! -f "$r/$n" ] || { chmod "$(stat -c %a -- "$r/$n")" "$p/$n"; chown "$(stat -c %u:%g -- "$r/$n")" "$p/$n" 2>/dev/null; }`;

function unpackCommand(archive: BackupArchive, file: string): string {
  const { kind, unpacked } = archive;
  if (kind === 'single') return unpackSingle(archive, file);
  if (kind === 'zip')
    return `x=; [ "$(id -u)" != 0 ] || x=-X
${utf8} unzip -qq -K $x ${quote(file)} -d "$p" </dev/null || exit 35`;
  return `more=; case $(tar --help 2>&1) in *--xattrs*) more='--acls --xattrs --xattrs-include=*' ;; esac
set -f; ${unpacked} | { tar $more -xpf - -C "$p"; c=$?; cat >/dev/null; exit $c; } || exit 35; set +f`;
}

/**
 * Which folder of the archive is the one that is restored, into `i`: `inside=` names it, or the archive holds nothing
 * but the folder's own path or name. Another folder that stands alone is asked about, by exit status 37.
 */
function insideOf({ options: { inside } }: RemedyOrder, root: string): string {
  if (inside === '.') return 'i=.';
  if (inside !== undefined) return `i=${quote(inside)}; [ -d "$p/$i" ] && [ ! -L "$p/$i" ] || { echo "$i"; exit 36; }`;
  return `i=.; d=; root=${quote(root)}
while [ "$(ls -A -- "$p/$d" | wc -l)" -eq 1 ]; do
  n=$(ls -A -- "$p/$d"); [ -d "$p/$d/$n" ] && [ ! -L "$p/$d/$n" ] || break
  d=$d/$n; [ "$d" != "$root" ] || { i=$d; break; }
done
if [ "$i" = . ] && [ -n "$d" ]; then
  n=\${d#/}; n=\${n%%/*}
  if [ -d "$r/$n" ]; then :; elif [ "$n" = "\${root##*/}" ]; then i=$n; else echo "\${d#/}"; exit 37; fi
fi`;
}

/** Links that lead out of the folder, unless the very same one stands there already. */
const linksOut = `find . -type l -print | while IFS= read -r l; do
  t=$(readlink -- "$l"); [ "$t" != "$(readlink -- "$r/$l")" ] || continue
  case $t in /*) printf '%s -> %s\\n' "\${l#./}" "$t"; continue ;; esac
  printf '%s\\n' "$(dirname -- "$l")/$t" | tr / '\\n' | awk '$0 == ".." { n-- } $0 != ".." && $0 != "." && $0 != "" { n++ } n < 0 { out = 1 } END { exit !out }' && printf '%s -> %s\\n' "\${l#./}" "$t"
done`;

/**
 * Sh text that unpacks the archive into the run's own folder, owner and mode with it, and prints which folder of it that
 * is. The folder itself is as the one it goes into where the archive says nothing of it. It has its name only once all of it is there and nothing of it leads elsewhere; else nothing of it stays.
 */
export function unpackScript(
  order: RemedyOrder,
  archive: BackupArchive,
  paths: { readonly file: string; readonly root: string },
): string {
  return `[ ! -d ${base} ] || { ${emptyingScript(base, order.nowAt, '')}; }
gone() { [ ! -d "$1" ] || chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }
s=${unpackedWord(order)}; p=$s.part; r=${quote(paths.root)}
gone "$s"; gone "$p"; (umask 077; mkdir -p -- ${base}) && chmod 700 ${base} && mkdir -- "$p" || exit 35
chmod "$(stat -c %a -- "$r")" "$p"; chown "$(stat -c %u:%g -- "$r")" "$p" 2>/dev/null
trap 'c=$?; cd /; gone "$p"; exit $c' EXIT; trap 'exit 35' HUP INT TERM
${unpackCommand(archive, paths.file)}
${insideOf(order, paths.root)}
cd -- "$p/$i" || exit 35
out=$(${linksOut}); [ -z "$out" ] || { printf '%s\\n' "$out" | head -n 3; exit 38; }
odd=$(find . ! -type f ! -type d ! -type l -print | head -n 3); [ -z "$odd" ] || { printf '%s\\n' "$odd"; exit 39; }
cd / || exit 35
if [ "$i" = . ]; then mv "$p" "$s"; else mv "$p/$i" "$s"; fi || exit 35
printf '%s\\n' "$i"`;
}

/** Sh text that throws away what this run unpacked. */
export const throwAwayScript = (order: RemedyOrder): string =>
  `s=${unpackedWord(order)}; [ ! -d "$s" ] || chmod -R u+rwX -- "$s"; rm -rf -- "$s"`;
