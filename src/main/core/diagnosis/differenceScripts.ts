import { quote } from '../ssh/channel/quote.ts';

const show = 'show --no-ext-diff --no-textconv --no-color --stat -p --format=medium';

/** A commit with its difference, as its owner where git refuses a folder of somebody else. */
export function commitScript(root: string, hash: string): string {
  const [r, h] = [quote(root), quote(hash)];
  return `git -C ${r} ${show} ${h} 2>/dev/null || sudo -n -u "$(stat -c %U ${r})" git -C ${r} ${show} ${h}`;
}

/**
 * A file against an earlier version of it: the commit that it belongs to, a backup, what the package manager or an
 * editor left beside it. Ends with status 1 and says so where there is none.
 */
export function fileScript(
  path: string,
  backups: readonly { readonly backup: string; readonly root: string }[],
): string {
  const p = quote(path);
  const folder = quote(path.slice(0, path.lastIndexOf('/')) || '/');
  const git = (words: string) =>
    `{ git -C ${folder} ${words} 2>/dev/null || sudo -n -u "$(stat -c %U ${folder})" git -C ${folder} ${words} 2>/dev/null; }`;
  const compare = (old: string) =>
    `[ -f ${quote(old)} ] && { echo ${quote(`--- compared with ${old}`)}; diff -u ${quote(old)} ${p}; stat -c 'owner and mode: %U:%G %A %n' ${quote(old)} ${p}; exit 0; }`;
  const kept = backups.flatMap(({ backup, root }) =>
    path.startsWith(`${root}/`) ? [`${backup}${path.slice(root.length)}`] : [],
  );
  const beside = ['.dpkg-old', '.dpkg-dist', '.rpmsave', '.rpmorig', '.pacnew', '.orig', '.bak', '~'].map(
    (end) => `${path}${end}`,
  );
  return [
    `[ -e ${p} ] || { echo ${quote(`${path} is not there any more.`)} >&2; exit 1; }`,
    `[ -d ${p} ] && { ls -la --time-style=full-iso ${p}; exit 0; }`,
    `d=$(${git(`diff --no-ext-diff --no-textconv --no-color HEAD -- ${p}`)}); [ -n "$d" ] && { printf '%s\\n' "$d"; exit 0; }`,
    ...kept.map(compare),
    `d=$(${git(`log -1 -p --no-ext-diff --no-textconv --no-color -- ${p}`)}); [ -n "$d" ] && { printf '%s\\n' "$d"; exit 0; }`,
    ...beside.map(compare),
    `o=$(dpkg -S ${p} 2>/dev/null | cut -d: -f1); [ -n "$o" ] && dpkg --verify "$o" 2>/dev/null | grep -F ${quote(path)} && { echo "differs from what the package $o installed, whose own version is not kept on this host"; exit 0; }`,
    `stat -c '%n: %s bytes, %U:%G %A, written %y' ${p}`,
    `echo ${quote(`No earlier version of ${path} is known on this host: no commit, no backup, no copy beside it.`)} >&2; exit 1`,
  ].join('\n');
}

/** What the package manager noted of the change, the command that a person gave included. */
export function packageScript(name: string): string {
  const n = quote(name);
  return [
    `grep -hF -- ${n} /var/log/dpkg.log 2>/dev/null | tail -n 20`,
    `[ -r /var/log/apt/history.log ] && awk -v RS='' -v n=${n} 'index($0, n) { print; print "" }' /var/log/apt/history.log | tail -n 40`,
    `[ -r /var/log/pacman.log ] && grep -F -- ${n} /var/log/pacman.log | tail -n 20`,
    `command -v dnf > /dev/null && dnf -C history info ${n} 2>/dev/null | tail -n 40`,
    'true',
  ].join('\n');
}
