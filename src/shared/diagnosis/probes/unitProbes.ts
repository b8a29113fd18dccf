import type { Probe, Quote } from './probe.ts';

const properties = [
  'Id,LoadState,LoadError,ActiveState,SubState,Result,ExecMainStatus,ExecMainCode,NRestarts,Type,UnitFileState',
  'FragmentPath,DropInPaths,NeedDaemonReload,User,Group,DynamicUser,WorkingDirectory,ExecStartPre,ExecStart,EnvironmentFiles',
  'MainPID,LimitNOFILE,MemoryCurrent,MemoryMax,TasksCurrent,TasksMax,TimeoutStartUSec,WatchdogUSec',
  'ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic',
  'Requires,Requisite,BindsTo,Wants,RequiredBy,BoundBy,ConsistsOf,TriggeredBy,Triggers,ConditionResult',
].join(',');

const listing = 'systemctl list-units --no-pager --plain --no-legend --all';
const show = 'systemctl show --no-pager';

/** What systemd and the journal know of the unit. The first one is told by its form, so it stays as it is. */
export function unitProbes(unit: string, quote: Quote): readonly Probe[] {
  const name = quote(unit);
  const words = `journalctl --no-pager --quiet -o cat -n 60 -u ${name}`;
  return [
    { title: 'Unit state', command: `${show} -p ${properties} -- ${name}` },
    { title: 'Unit status', command: `systemctl status --no-pager --full --lines=20 -- ${name}` },
    { title: 'Last journal lines', command: `journalctl --no-pager --quiet -o short-iso -n 300 -u ${name}` },
    { title: 'Unit files', command: `systemctl cat --no-pager -- ${name}` },
    {
      title: 'What it needs',
      command: `${show} -p Id,LoadState,ActiveState,SubState,Result,Type,UnitFileState,ConditionResult -- $(${show} --value -p Requires -p Requisite -p BindsTo -p Wants -p Triggers -p TriggeredBy -- ${name})`,
    },
    {
      title: 'What it conflicts with',
      command: `${show} -p Id,ActiveState,ActiveEnterTimestampMonotonic -- $(${show} --value -p Conflicts -p ConflictedBy -- ${name} | tr ' ' '\\n' | grep -vE '^(shutdown|umount|emergency|rescue)[.]target$')`,
    },
    {
      title: 'Open files',
      command: `p=$(${show} --value -p MainPID -- ${name}); [ "$p" -gt 0 ] && { grep -i 'open files' "/proc/$p/limits"; echo "open $(sudo -n ls "/proc/$p/fd" 2>/dev/null | wc -l)"; }`,
    },
    {
      title: 'States of its processes',
      command: `for u in ${name} $(${show} --value -p Requires -p Requisite -p BindsTo -p Wants -- ${name}); do p=$(${show} --value -p MainPID -- "$u"); [ "\${p:-0}" -gt 0 ] && echo "$u $p $(ps -o stat= -p "$p")"; done; echo '== stopped'; ps -eo stat=,pid=,unit:64=,comm= 2>/dev/null | awk '$1 ~ /^T/ { print $2, $3, $4 }' | head -n 10`,
    },
    {
      title: 'Way to its files',
      command: `id "$(${show} --value -p User -- ${name})" 2>/dev/null; ${show} --value -p ExecStartPre -p ExecStart -p EnvironmentFiles -p WorkingDirectory -- ${name} | tr ' ;=' '\\n' | sed 's/^[-!+@:]*//' | grep -E '^/[^ ]' | sort -u | head -n 12 | xargs -r namei -l`,
    },
    {
      title: 'Way to what it named',
      command: `${words} | grep -oE '/[A-Za-z0-9_@%+.-]+(/[A-Za-z0-9_@%+.-]+)+' | sed 's/[.]$//' | grep -vE '^/(usr/lib|usr/share|proc|sys)/' | sort -u | head -n 25 | xargs -r namei -l 2>&1`,
    },
    {
      title: 'Programs that it starts',
      command: `uname -m; ${show} --value -p ExecStartPre -p ExecStart -- ${name} | tr ';' '\\n' | sed -n 's/.*path=\\([^ ]*\\).*/\\1/p' | sort -u | while read -r f; do echo "== $f"; head -n 1 "$f" | cat -v | cut -c1-200; i=$(head -n 1 "$f" | tr -d '\\r\\0' | sed 's/^#! *//; s/ .*//'); [ -e "$i" ] && echo "interpreter is there"; echo "bytes $(od -An -tx1 -N 20 "$f" | tr -d '\\n')"; done 2>/dev/null`,
    },
  ];
}

/** Units that failed, why, and who triggers them; and enabled ones that do not run. */
export const failedUnits: Probe = {
  title: 'Failed units',
  command: `systemctl is-system-running 2>/dev/null; for u in $(${listing} --state=failed,auto-restart | awk '{ print $1 }' | head -n 5); do echo "== $u"; ${show} -p Id,Result,ExecMainStatus,TriggeredBy,ActiveState,SubState,NRestarts,InactiveEnterTimestampMonotonic -- "$u"; journalctl --no-pager --quiet -o short-iso -n 15 -u "$u"; done; echo '== stopped'; ${show} -p Id,UnitFileState,ActiveState,Result,Type,InactiveEnterTimestampMonotonic,ExecStart -- $(systemctl list-unit-files --no-pager --plain --no-legend --type=service --state=enabled,disabled | awk '{ print $1 }' | grep -v '@[.]' | head -n 200) | awk 'BEGIN { RS = "" } /Type/ && /ActiveState=(inactive|failed)/ && /Type=(simple|notify|exec|forking|dbus)/ { print $0 "\\n" }' | head -c 20000`,
};
