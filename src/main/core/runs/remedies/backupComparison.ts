import { quote } from '../../ssh/channel/quote.ts';
import { withOurHome } from './archiveScripts.ts';

/** Sh text that prints every file of the folder it runs in, links and special files too. */
export const listFiles = `find . ! -type d -print`;

/** Mode in hexadecimal (its first digit is the type: 4 folder, 8 file, a link), size, names, owner, time, name. */
const see = `see() { printf '%s\\n' "$1" | tr '\\n' '\\0' | xargs -0 stat -c '%f %s %h %u:%g %Y %n' -- 2>/dev/null | sed "s/^/$2 /"; }`;
const sums = `sums() { printf '%s\\n' "$1" | tr '\\n' '\\0' | xargs -0 sha256sum -- 2>/dev/null | sed "s/^/$2 /"; }`;

/** What can be told without reading contents. `read` and `link` are still to be compared. */
const byLooks = `
function rest(k) { for (; k > 0; k--) sub(/^[^ ]* /, ""); return $0 }
{ side = $1; m = $2; s = $3; h = $4; w = $5 " " $2; t = $6; f = rest(6) }
side == "b" { order[++n] = f }
{ mode[side, f] = m; size[side, f] = s; names[side, f] = h; who[side, f] = w; time[side, f] = t }
END { for (i = 1; i <= n; i++) {
  f = order[i]; b = substr(mode["b", f], 1, 1); r = substr(mode["r", f], 1, 1)
  sizes = size["b", f] + 0 " " size["r", f] + 0; odd = "-"
  if (r == "a" && b != "a") odd = "link"; else if (r == "4" && b != "4") odd = "folder"
  else if (b == "4" && r != "4" && r != "") odd = "file"; else if (r == "8" && names["r", f] + 0 > 1) odd = "shared"
  meta = who["b", f] != who["r", f] ? "touched" : time["b", f] != time["r", f] ? "dated" : "same"
  if (b == "4") kind = r == "" ? "added-folder" : "folder"
  else if (r == "") kind = "new"
  else if (b == "a" && r == "a") kind = "link-" meta
  else if (b == "8" && r == "8" && size["b", f] == size["r", f]) kind = "read-" meta
  else if (b == r && b != "8") kind = meta
  else kind = "changed"
  print kind, sizes, odd, f
} }`;

/** Takes the sums of both sides after the lines that wait for them. */
const bySums = `
$1 == "b" || $1 == "r" { sum[$1, substr($0, 69)] = substr($0, 3, 64); next }
{ line[++n] = $0 }
END { for (i = 1; i <= n; i++) {
  $0 = line[i]; kind = $1; sub(/^[^ ]* /, ""); rest = $0; f = rest; for (k = 0; k < 3; k++) sub(/^[^ ]* /, "", f)
  isSame = sum["b", f] != "" && sum["b", f] == sum["r", f]
  print (isSame ? substr(kind, 6) : "changed"), rest
} }`;

/**
 * Sh text that says of each file and folder of the backup whether the root has it (`new`, `added-folder`), with other
 * contents (`changed`), another owner or mode (`touched`), another time (`dated`), or the same; with sizes in bytes,
 * and what is odd about the one there. `backup` is one sh word. The last line is `end`: without it something was not looked at. Few programs are
 * started for many files.
 */
export function comparison(backup: string, root: string, sudo: string): string {
  const [b, r] = [backup, quote(root)];
  const script = `LC_ALL=C; export LC_ALL; cd -- ${b} || exit 1
files=$(${listFiles}) || exit 1
folders=$(find . -type d -print) || exit 1
${see}
${sums}
plan=$({ see "$folders" b; see "$files" b; ( cd -- ${r} || exit 1; see "$folders" r; see "$files" r ); } | awk '${byLooks}') || exit 1
printf '%s\\n' "$plan" | grep -v '^read-\\|^link-'
printf '%s\\n' "$plan" | grep '^link-' | while read -r kind size old odd f; do
  if [ "$(readlink -- "$f")" = "$(readlink -- ${r}/"$f")" ]; then kind=\${kind#link-}; else kind=changed; fi
  printf '%s\\n' "$kind $size $old $odd $f"
done
waiting=$(printf '%s\\n' "$plan" | grep '^read-')
if [ -n "$waiting" ]; then
  names=$(printf '%s\\n' "$waiting" | sed 's/^[^ ]* [^ ]* [^ ]* [^ ]* //')
  { printf '%s\\n' "$waiting"; sums "$names" b; ( cd -- ${r} && sums "$names" r ); } | awk '${bySums}' || exit 1
fi
echo end`;
  return withOurHome(script, sudo);
}
