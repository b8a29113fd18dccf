import { quote } from '../../ssh/channel/quote.ts';
import { comparison, copying } from './compareBackup.ts';
import { keepFolder, makeKeepFolder } from './keepFolder.ts';
import { pathOption, sudoOf } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';

const list = (order: RemedyOrder, name: string) => `${keepFolder(order)}/${name}`;

/** GNU tar keeps access lists and extended attributes when asked to; others keep owner, mode and times. */
const tarWords = `if tar --help 2>/dev/null | grep -q -- --xattrs; then more='--acls --xattrs --xattrs-include=*'; else more=; fi
set -f`;

const archive = (order: RemedyOrder, root: string, sudo: string) => `${tarWords}
cd -- ${quote(root)} && ${sudo}tar $more -cf - -T ${list(order, 'overwritten')} > ${list(order, 'overwritten.tar')} &&
[ "$(tar -tf ${list(order, 'overwritten.tar')} | wc -l)" -eq "$(wc -l < ${list(order, 'overwritten')})" ] &&
`;

/**
 * Keeps the owner and mode of what is overwritten in an archive, or leaves it to the snapshot that was made, and the
 * names of what is new.
 */
export function captureScript(order: RemedyOrder, hasSnapshot: boolean): string {
  const [backup, root, sudo] = [pathOption(order, 'backup'), pathOption(order, 'root'), sudoOf(order, copying)];
  return `${makeKeepFolder(order)} || exit 1
: > ${list(order, 'overwritten')}; : > ${list(order, 'added')}
{ ${comparison(backup, root, sudo)}; } | while read -r kind size old odd f; do
  case $kind in
    changed) printf '%s\\n' "$f" >> ${list(order, 'overwritten')} ;;
    new) printf '%s\\n' "$f" >> ${list(order, 'added')} ;;
  esac
done
${hasSnapshot ? '' : archive(order, root, sudo)}wc -l < ${list(order, 'overwritten')} && wc -l < ${list(order, 'added')}`;
}

/**
 * Keeps those of the restored files that were changed since, so that nobody's newer work is lost, and prints how many;
 * what is as in the backup, or as it was before, is nobody's work.
 */
const keepNewer = (order: RemedyOrder, root: string, backup: string, sudo: string) => `: > ${list(order, 'newer')}
cd -- ${quote(root)} || exit 1
cat ${list(order, 'overwritten')} ${list(order, 'added')} | while IFS= read -r f; do
  if [ -e "$f" ] && ! ${sudo}cmp -s -- "$f" ${quote(backup)}/"$f" && ! is_old "$f"; then printf '%s\\n' "$f"; fi
done >> ${list(order, 'newer')}
if [ -s ${list(order, 'newer')} ]; then
  n=${list(order, 'newer')}-$(date +%s).tar
  ${sudo}tar $more -cf - -T ${list(order, 'newer')} > "$n" || { echo 'what was changed since could not be kept' >&2; exit 1; }
  echo "newer $(wc -l < ${list(order, 'newer')}) $n"
fi`;

/** The old files come out of the archive, or out of the snapshot by way of another one. */
export function undoScript(order: RemedyOrder, snapshot: string | null): string {
  const [root, backup, sudo] = [pathOption(order, 'root'), pathOption(order, 'backup'), sudoOf(order, copying)];
  const unit = order.options['unit'];
  const restart =
    unit === undefined || !order.steps.some(({ command }) => /systemctl\s+restart/.test(command))
      ? 'true'
      : `${sudo}systemctl restart ${quote(unit)} || echo 'not restarted'`;
  const kept = list(order, 'overwritten.tar');
  const [see, bringBack] =
    snapshot === null
      ? [
          `[ -f ${kept} ] || { echo 'what was kept is gone' >&2; exit 1; }
is_old() { tar -xOf ${kept} -- "$1" 2>/dev/null | ${sudo}cmp -s -- - "$1"; }`,
          `${sudo}tar $more -xpf ${kept}`,
        ]
      : [
          `${sudo}[ -d ${quote(snapshot)} ] || { echo 'the snapshot is gone' >&2; exit 1; }
is_old() { ${sudo}cmp -s -- ${quote(snapshot)}/"$1" "$1"; }`,
          `${sudo}tar $more -C ${quote(snapshot)} -cf - -T ${list(order, 'overwritten')} | ${sudo}tar $more -xpf -`,
        ];
  return `${tarWords}
${see}
${keepNewer(order, root, backup, sudo)}
cd -- ${quote(root)} && ${bringBack} || exit 1
while IFS= read -r f; do ${sudo}rm -f -- "$f" || exit 1; done < ${list(order, 'added')}
${restart}`;
}
