import { quote } from '../../ssh/channel/quote.ts';
import { firstLine, unknownReading, type Answer, type ReadContext, type Reading } from './reading.ts';
import { activeForSeconds, readUnit, type UnitProperties } from './unitReading.ts';

const properties =
  'Id,Names,LoadState,LoadError,ActiveState,SubState,Result,Type,RemainAfterExit,ExecMainCode,ExecMainStatus,ExecMainExitTimestamp,ConditionResult,ConditionTimestampMonotonic,NRestarts,Triggers,TriggeredBy,UnitFileState,LastTriggerUSec,InactiveExitTimestampMonotonic';
const uptimeKey = 'HostUptime';

/** `nginx` means `nginx.service`, as it does to systemctl. */
export function fullUnitName(unit: string): string {
  return /\.(service|timer|socket|mount|automount|path|target|swap|slice|scope|device)$/.test(unit)
    ? unit
    : `${unit}.service`;
}

/** What systemd takes for the name of one unit; a template such as `backup@.service` is none. */
export function isUnitName(unit: string): boolean {
  return /^[\w:.\\-]+(@[\w:.\\-]+)?\.\w+$/.test(fullUnitName(unit));
}

/** One `systemctl show` for all of them, and a second one for what timers start. Names must be unit names. */
export function unitsScript(units: readonly string[]): string {
  const names = [...new Set(units.map(fullUnitName))];
  const words = names.map(quote).join(' ');
  const timers = names.filter((name) => name.endsWith('.timer')).map(quote);
  const show = `systemctl show --no-pager -p ${properties} --`;
  const head = `command -v systemctl >/dev/null 2>&1 || { echo "no systemctl" >&2; exit 127; }
{ read -r u rest </proc/uptime; } 2>/dev/null; echo "${uptimeKey}=$u"; echo
${show} ${words}`;
  if (timers.length === 0) return head;
  return `${head}
printf '\\n'
t=$(systemctl show --no-pager -p Triggers -- ${timers.join(' ')} | sed -n 's/^Triggers=//p')
[ -z "$t" ] || ${show} $t`;
}

/** Reads one unit out of the answer to `unitsScript`. */
export function readUnitOf(unit: string, answer: Answer, context: ReadContext): Reading {
  const name = fullUnitName(unit);
  if (answer.exitCode === 127) {
    return unknownReading('this host has no systemd; use a process, container or plugin check instead');
  }
  const parsed = answer.stdout.split(/\n\n+/).map(parseBlock);
  const uptime = Number(parsed.find((candidate) => candidate.has(uptimeKey))?.get(uptimeKey));
  const blocks = parsed.map((candidate) => withAge(candidate, uptime));
  const block = blocks.find((candidate) => namesOf(candidate).includes(name));
  if (block === undefined) {
    const said = firstLine(answer.stderr) || `status ${answer.exitCode} and no word of ${name}`;
    return unknownReading(`systemctl did not answer: ${said}`);
  }
  const triggered = words(block.get('Triggers'));
  const started = blocks.filter((candidate) => namesOf(candidate).some((other) => triggered.includes(other)));
  return readUnit(name, block, started, context);
}

const words = (text: string | undefined): readonly string[] => (text ?? '').split(' ').filter((word) => word !== '');
const namesOf = (block: UnitProperties): readonly string[] => [...words(block.get('Id')), ...words(block.get('Names'))];

function parseBlock(text: string): UnitProperties {
  const lines = text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const split = line.indexOf('=');
    return split > 0 ? [[line.slice(0, split), line.slice(split + 1)]] : [];
  });
  return new Map(lines);
}

/** Adds for how many seconds a unit has not been inactive, where the host tells its uptime. */
function withAge(unit: UnitProperties, uptimeSeconds: number): UnitProperties {
  const leftAt = Number(unit.get('InactiveExitTimestampMonotonic') ?? 0) / 1_000_000;
  const age = uptimeSeconds - leftAt;
  return leftAt > 0 && age >= 0 ? new Map([...unit, [activeForSeconds, String(age)]]) : unit;
}
