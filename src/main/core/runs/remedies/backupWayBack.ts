import { quote } from '../../ssh/channel/quote.ts';
import { throwAwayScript, withOurHome } from './archiveScripts.ts';
import { comparison } from './backupComparison.ts';
import { backupWord } from './backupWord.ts';
import { copying } from './compareBackup.ts';
import { keepFolder, keeping } from './keepFolder.ts';
import { pathOption, sudoOf } from './paths.ts';
import type { RemedyOrder } from './remedy.ts';
import { archiveOf } from './unpackedBackup.ts';

const list = (order: RemedyOrder, name: string) => `${keepFolder(order)}/${name}`;

/** GNU tar keeps access lists, extended attributes and holes when asked to; others keep owner, mode and times. */
const tarWords = `said=$(tar --help 2>&1); more=; flat=
case $said in *--xattrs*) more='--acls --xattrs --xattrs-include=* --sparse' ;; esac
case $said in *--no-recursion*) flat=--no-recursion ;; esac
set -f`;

/**
 * Packs what is overwritten (another user, as whom this may run, cannot open files in our home), then the folders without what is in them, whose times are set last that way; it has its name only once all of it is there.
 */
const archive = (order: RemedyOrder, root: string, sudo: string) => `${tarWords}
[ -n "$flat" ] || : > ${list(order, 'folders')}
${sudo === '' ? ownFolders(order, root) : ''}cat ${list(order, 'overwritten')} ${list(order, 'folders')} > ${list(order, 'kept')} || exit 1
${sudo}tar $more $flat -C ${quote(root)} -cf - -T - < ${list(order, 'kept')} > ${list(order, 'overwritten.part')} || exit 1
[ "$(tar -tf ${list(order, 'overwritten.part')} | wc -l)" -eq "$(wc -l < ${list(order, 'kept')})" ] || { echo 'not all of it could be packed' >&2; exit 1; }
mv ${list(order, 'overwritten.part')} ${list(order, 'overwritten.tar')} || exit 1
`;

/** What belongs to others keeps its owner, mode and time anyhow, and could not be given them back. */
const ownFolders = (order: RemedyOrder, root: string) => `cd -- ${quote(root)} || exit 1
while IFS= read -r f; do if [ -O "$f" ]; then printf '%s\\n' "$f" || exit 1; fi; done < ${list(order, 'folders')} > ${list(order, 'own')} || exit 1
mv ${list(order, 'own')} ${list(order, 'folders')} || exit 1
`;

/** The names of the compared of one kind, into a list of that name. */
const listed = (order: RemedyOrder, kind: string, name: string) =>
  `sed -n -E 's/^(${kind}) [^ ]* [^ ]* [^ ]* //p' ${list(order, 'compared')} > ${list(order, name)} || exit 1`;

/**
 * Keeps what is overwritten in an archive, or leaves it to the snapshot that was made, and the names of what is new.
 * Prints how many files will be overwritten and how many are new.
 */
export function captureScript(order: RemedyOrder, hasSnapshot: boolean): string {
  const [backup, root, sudo] = [backupWord(order), pathOption(order, 'root'), sudoOf(order, copying)];
  const compared = list(order, 'compared');
  return keeping(
    order,
    `${comparison(backup, root, sudo)} > ${compared} || exit 1
[ "$(tail -n 1 ${compared})" = end ] || { echo 'not all of the backup could be compared' >&2; exit 1; }
${listed(order, 'changed|touched|dated', 'overwritten')}
${listed(order, 'new', 'added')}
${listed(order, 'folder', 'folders')}
${listed(order, 'added-folder', 'added-folders')}
${hasSnapshot ? '' : archive(order, root, sudo)}grep -c -E '^(changed|touched) ' ${compared}; wc -l < ${list(order, 'added')}`,
  );
}

/**
 * Keeps those of the restored files that were changed since, so that nobody's newer work is lost, and prints how many;
 * what is as in the backup, or as it was before, is nobody's work.
 */
const keepNewer = (order: RemedyOrder, root: string, backup: string, sudo: string) => `: > ${list(order, 'newer')}
cd -- ${quote(root)} || exit 1
cat ${list(order, 'overwritten')} ${list(order, 'added')} | while IFS= read -r f; do
  if { [ -f "$f" ] || [ -L "$f" ]; } && [ -e "$f" ] && ! ${sudo}cmp -s -- "$f" ${backup}/"$f" && ! is_old "$f"; then printf '%s\\n' "$f"; fi
done >> ${list(order, 'newer')}
if [ -s ${list(order, 'newer')} ]; then
  n=${list(order, 'newer')}-$(date +%s).tar
  ${sudo}tar $more -cf - -T - < ${list(order, 'newer')} > "$n" || { echo 'what was changed since could not be kept' >&2; exit 1; }
  echo "newer $(wc -l < ${list(order, 'newer')}) $n"
fi`;

/**
 * The old files come out of the archive, or out of the snapshot by way of another one. The folder may be closed to us by
 * what was restored, so that root does all of it, with our home as its own.
 */
export function undoScript(order: RemedyOrder, snapshot: string | null): string {
  const sudo = sudoOf(order, copying);
  if (sudo !== 'sudo ') return bringBackScript(order, snapshot, sudo);
  return withOurHome(bringBackScript(order, snapshot, ''), sudo);
}

function bringBackScript(order: RemedyOrder, snapshot: string | null, sudo: string): string {
  const [root, backup] = [pathOption(order, 'root'), backupWord(order)];
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
          `${sudo}tar $more -xpf - < ${kept}`,
        ]
      : [
          `${sudo}[ -d ${quote(snapshot)} ] || { echo 'the snapshot is gone' >&2; exit 1; }
is_old() { ${sudo}cmp -s -- ${quote(snapshot)}/"$1" "$1"; }`,
          `cat ${list(order, 'overwritten')} ${list(order, 'folders')} | ${sudo}tar $more $flat -C ${quote(snapshot)} -cf - -T - | ${sudo}tar $more -xpf -`,
        ];
  return `${tarWords}
${see}
${keepNewer(order, root, backup, sudo)}
cd -- ${quote(root)} || exit 1
while IFS= read -r f; do ${sudo}rm -f -- "$f" || exit 1; done < ${list(order, 'added')}
sort -r ${list(order, 'added-folders')} | while IFS= read -r f; do ${sudo}rmdir -- "$f" 2>/dev/null; done
${bringBack} || exit 1
${archiveOf(order) === null ? '' : `${throwAwayScript(order)}\n`}${restart}`;
}
