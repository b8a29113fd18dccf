import { type ProcessEnd, stateWords, type UnitState } from './unitState.ts';

/** What a unit is made of. `name` has no `.service`. */
export type UnitDefinition = {
  readonly name: string;
  readonly description: string;
  /** The unit file, as `systemctl cat` shows it. */
  readonly fragmentPath: string;
  readonly cwd: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type UnitSituation = {
  readonly state: UnitState;
  readonly changedAt: number;
  readonly activeAt: number | null;
  readonly inactiveAt: number | null;
  readonly restarts: number;
  readonly lastProcess: { readonly pid: number; readonly startedAt: number; readonly end: ProcessEnd | null } | null;
  readonly isMasked: boolean;
};

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

/** `9/KILL` or `1/FAILURE`, as systemd writes how a main process ended. */
export function endWords(end: ProcessEnd): { readonly code: string; readonly status: string } {
  if ('signal' in end) return { code: 'killed', status: `${signalNumbers[end.signal] ?? 0}/${end.signal.slice(3)}` };
  return { code: 'exited', status: `${end.code}/${end.code === 0 ? 'SUCCESS' : 'FAILURE'}` };
}

/** A unit in the lines of `systemctl show`. */
export function unitProperties(unit: UnitDefinition, now: UnitSituation): string {
  const words = stateWords(now.state);
  const process = now.lastProcess;
  const end = process?.end ?? null;
  const status = end === null ? 0 : 'code' in end ? end.code : (signalNumbers[end.signal] ?? 0);
  const properties: Readonly<Record<string, string | number>> = {
    Type: 'notify',
    Restart: 'on-failure',
    RestartUSec: '100ms',
    MainPID: words.pid,
    NRestarts: now.restarts,
    Result: words.result,
    ExecMainStartTimestamp: process === null ? '' : timestamp(process.startedAt),
    ExecMainPID: process?.pid ?? 0,
    ExecMainCode: end === null ? 0 : 'code' in end ? 1 : 2,
    ExecMainCodeName: end === null ? '' : endWords(end).code,
    ExecMainStatus: status,
    ExecMainStatusName: end === null ? '' : endWords(end).status,
    ExecMainComm: 'node',
    TasksCurrent: words.pid === 0 ? '[not set]' : 1,
    WorkingDirectory: unit.cwd,
    Id: `${unit.name}.service`,
    Names: `${unit.name}.service`,
    WantedBy: 'multi-user.target',
    RequiredBy: '',
    Description: unit.description,
    LoadState: now.isMasked ? 'masked' : 'loaded',
    ActiveState: words.active,
    SubState: words.sub,
    FragmentPath: unit.fragmentPath,
    UnitFileState: now.isMasked ? 'masked' : 'enabled',
    UnitFilePreset: 'enabled',
    StateChangeTimestamp: timestamp(now.changedAt),
    ActiveEnterTimestamp: now.activeAt === null ? '' : timestamp(now.activeAt),
    InactiveEnterTimestamp: now.inactiveAt === null ? '' : timestamp(now.inactiveAt),
    ConditionResult: 'yes',
    Triggers: '',
    TriggeredBy: '',
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function timestamp(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const weekday = date.toLocaleString('en-US', { weekday: 'short' });
  const zone = date.toLocaleString('en-US', { timeZoneName: 'short' }).split(' ').at(-1) ?? 'UTC';
  return `${weekday} ${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`;
}
