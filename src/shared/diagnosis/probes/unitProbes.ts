import type { Probe, Quote } from './probe.ts';

const properties = [
  'Id,LoadState,LoadError,ActiveState,SubState,Result,ExecMainStatus,ExecMainCode,NRestarts,Type,UnitFileState',
  'FragmentPath,DropInPaths,NeedDaemonReload,User,Group,WorkingDirectory,ExecStartPre,ExecStart,EnvironmentFiles',
  'MainPID,LimitNOFILE,MemoryCurrent,MemoryMax,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic',
  'Requires,Requisite,BindsTo,Wants,RequiredBy,BoundBy,ConsistsOf,TriggeredBy,ConditionResult',
].join(',');

const listing = 'systemctl list-units --no-pager --plain --no-legend --all';

/** What systemd and the journal know of the unit. The first one is told by its form, so it stays as it is. */
export function unitProbes(unit: string, quote: Quote): readonly Probe[] {
  const name = quote(unit);
  const show = `systemctl show --no-pager`;
  const main = `$(${show} --value -p MainPID -- ${name})`;
  return [
    { title: 'Unit state', command: `${show} -p ${properties} -- ${name}` },
    { title: 'Unit status', command: `systemctl status --no-pager --full --lines=20 -- ${name}` },
    { title: 'Last journal lines', command: `journalctl --no-pager --quiet -o short-iso -n 200 -u ${name}` },
    { title: 'Unit files', command: `systemctl cat --no-pager -- ${name}` },
    {
      title: 'What it needs',
      command: `${show} -p Id,LoadState,ActiveState,SubState,Result,Type,UnitFileState,ConditionResult -- $(${show} --value -p Requires -p Requisite -p BindsTo -p Wants -- ${name})`,
    },
    {
      title: 'Open files',
      command: `p=${main}; [ "$p" -gt 0 ] && { grep -i 'open files' "/proc/$p/limits"; echo "open $(sudo -n ls "/proc/$p/fd" 2>/dev/null | wc -l)"; }`,
    },
    {
      title: 'Way to its files',
      command: `id "$(${show} --value -p User -- ${name})" 2>/dev/null; ${show} --value -p ExecStartPre -p ExecStart -p EnvironmentFiles -p WorkingDirectory -- ${name} | tr ' ;=' '\\n' | sed 's/^[-!+@:]*//' | grep -E '^/[^ ]' | sort -u | head -n 12 | xargs -r namei -l`,
    },
  ];
}

/** Units that failed, why, and who triggers them. */
export const failedUnits: Probe = {
  title: 'Failed units',
  command: `for u in $(${listing} --state=failed,auto-restart | awk '{ print $1 }' | head -n 5); do echo "== $u"; systemctl show --no-pager -p Id,Result,ExecMainStatus,TriggeredBy,ActiveState,SubState,NRestarts,InactiveEnterTimestampMonotonic -- "$u"; journalctl --no-pager --quiet -o short-iso -n 15 -u "$u"; done; echo '== stopped'; systemctl show --no-pager -p Id,UnitFileState,ActiveState,Result,Type,InactiveEnterTimestampMonotonic -- $(${listing} --type=service --state=inactive | awk '{ print $1 }' | head -n 200) | awk 'BEGIN { RS = "" } /UnitFileState=enabled/ && /Type=(simple|notify|exec|forking|dbus)/ { print $0 "\\n" }'`,
};
