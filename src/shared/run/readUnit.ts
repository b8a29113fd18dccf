/** What `systemctl show` says of a unit. */
export type UnitState = {
  readonly unit: string;
  /** Its own name, where `unit` may be another one of it. */
  readonly id: string;
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly result: string;
  readonly exitStatus: string;
  readonly restarts: number;
  readonly unitFile: string;
  readonly path: string;
  /** Units that stop or restart together with it, targets and other groups included. */
  readonly dependents: readonly string[];
  /** Sockets, timers and paths that start it. */
  readonly triggers: readonly string[];
};

/** Reads the properties that `systemctl show -p ...` prints as lines of `Name=value`; null where it printed none. */
export function readUnit(unit: string, output: string): UnitState | null {
  const values = new Map(
    output.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trim()] as const] : [];
    }),
  );
  if (!values.has('LoadState') && !values.has('ActiveState')) return null;
  const value = (name: string) => values.get(name) ?? '';
  const names = ['RequiredBy', 'BoundBy', 'ConsistsOf'].flatMap((name) => value(name).split(' '));
  const dependents = [...new Set(names)].filter((name) => name !== '');
  return {
    unit,
    id: value('Id'),
    load: value('LoadState'),
    active: value('ActiveState'),
    sub: value('SubState'),
    result: value('Result'),
    exitStatus: value('ExecMainStatus'),
    restarts: Number(value('NRestarts')) || 0,
    unitFile: value('UnitFileState'),
    path: value('FragmentPath'),
    dependents,
    triggers: value('TriggeredBy')
      .split(' ')
      .filter((name) => name !== ''),
  };
}

/** Whether a unit does something itself; the others only group what does. */
export const isWorker = (unit: string): boolean => !/\.(target|slice|scope)$/.test(unit);

/** `failed: exit 1`, `active (running)`, `not found`: a unit's state in a few words. */
export function unitText(state: UnitState): string {
  if (state.load === 'not-found') return 'not found';
  if (state.load === 'masked') return 'masked';
  const exit = /^\d+$/.test(state.exitStatus) && state.exitStatus !== '0' ? `exit ${state.exitStatus}` : '';
  const why = state.result === 'exit-code' && exit !== '' ? exit : state.result;
  if (state.active === 'failed') return why === '' || why === 'success' ? 'failed' : `failed: ${why}`;
  if (state.sub === 'auto-restart') return `restarting again and again${exit === '' ? '' : ` after ${exit}`}`;
  return state.sub === '' || state.sub === state.active ? state.active : `${state.active} (${state.sub})`;
}
