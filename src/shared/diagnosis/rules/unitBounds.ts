import { type Clue, clue, type Need } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { readUnitSettings, type UnitSetting } from '../read/unitSettings.ts';
import { mountClues } from './mounts.ts';

/** A wall that a unit builds around its own program, and what the program says when it runs into it. */
type Bound = {
  readonly setting: RegExp;
  readonly symptom: RegExp;
  /** What the wall does: `keeps it from writing there`. */
  readonly does: string;
  /** Only where one of the paths that it names holds a path of the trouble. */
  readonly isOfPaths?: true;
  readonly topic: Clue['topic'];
};

const unreadable = /permission denied|EACCES|unable to open database|No such file|ENOENT|203\/EXEC|cannot open/i;
const unwritable = /read-only file system|EROFS|readonly database|unable to open database/i;
const noTasks = /can't start new thread|Resource temporarily unavailable|cannot fork|EAGAIN|newosproc|pthread_create/i;
const cutOff =
  /refused|unreachable|ENETUNREACH|EAI_AGAIN|ENOTFOUND|name resolution|resolve host|timed out|ETIMEDOUT|Operation not permitted/i;

/** The settings are those of systemd.exec(5), systemd.resource-control(5). */
const bounds: readonly Bound[] = [
  {
    setting: /^ProtectSystem=(?:strict|full|yes|true|1)$/,
    symptom: unwritable,
    does: 'makes folders read-only for it that it writes to',
    topic: 'permissions',
  },
  {
    setting: /^(?:ReadOnlyPaths|ReadOnlyDirectories)=/,
    symptom: unwritable,
    does: 'makes this read-only for it',
    isOfPaths: true,
    topic: 'permissions',
  },
  {
    setting: /^(?:InaccessiblePaths|InaccessibleDirectories|TemporaryFileSystem)=/,
    symptom: unreadable,
    does: 'hides this from it',
    isOfPaths: true,
    topic: 'permissions',
  },
  {
    setting: /^NoExecPaths=/,
    symptom: unreadable,
    does: 'lets it start no program there',
    isOfPaths: true,
    topic: 'permissions',
  },
  {
    setting: /^ProtectHome=(?:yes|true|1|tmpfs)$/,
    symptom:
      /\/(?:home|root|run\/user)\/[^\n]*(?:permission denied|No such file|EACCES|ENOENT)|(?:EACCES|ENOENT|[Pp]ermission denied|No such file)[^\n]*\/(?:home|root|run\/user)\//i,
    does: 'hides home folders from it',
    topic: 'permissions',
  },
  {
    setting: /^PrivateTmp=(?:yes|true|1|disconnected)$/,
    symptom: /\/(?:var\/)?tmp\/[^\n]*(?:No such file|ENOENT)|(?:ENOENT|No such file)[^\n]*\/(?:var\/)?tmp\//i,
    does: 'gives it a /tmp of its own, in which the files of others are not',
    topic: 'permissions',
  },
  {
    setting: /^(?:PrivateDevices=(?:yes|true|1)|DevicePolicy=(?:closed|strict)|DeviceAllow=)/,
    symptom:
      /\/dev\/[^\n]*(?:No such file|ENOENT|not permitted|EPERM|denied)|(?:ENOENT|EPERM|not permitted)[^\n]*\/dev\//i,
    does: 'keeps it from devices',
    topic: 'permissions',
  },
  {
    setting: /^RestrictAddressFamilies=/,
    symptom: /Address family not supported|EAFNOSUPPORT/i,
    does: 'allows it no sockets of this kind',
    topic: 'network',
  },
  {
    setting: /^(?:PrivateNetwork=(?:yes|true|1)|NetworkNamespacePath=)/,
    symptom: cutOff,
    does: 'cuts it off from the network of the host',
    topic: 'network',
  },
  { setting: /^IPAddressDeny=/, symptom: cutOff, does: 'lets it reach no such address', topic: 'network' },
  {
    setting: /^SystemCallFilter=/,
    symptom: /status=31\/SYS|Bad system call|SIGSYS|Function not implemented|ENOSYS/i,
    does: 'forbids a system call that it makes',
    topic: 'permissions',
  },
  {
    setting: /^MemoryDenyWriteExecute=(?:yes|true|1)$/,
    symptom: /mprotect|executable memory|CodeRange|failed to map segment|\bJIT\b/i,
    does: 'lets it make no code in memory, which its language does',
    topic: 'permissions',
  },
  {
    setting: /^NoNewPrivileges=(?:yes|true|1)$/,
    symptom: /no new privileges|effective uid is not 0/i,
    does: 'keeps it from sudo and other programs with rights of their own',
    topic: 'permissions',
  },
  {
    setting: /^LimitFSIZE=(?!infinity)/,
    symptom: /File too large|EFBIG|XFSZ|disk I\/O error|file size limit/i,
    does: 'lets its files grow no further',
    topic: 'resources',
  },
  {
    setting: /^(?:LimitAS|LimitDATA|LimitSTACK)=(?!infinity)/,
    symptom: /Cannot allocate memory|ENOMEM|MemoryError|bad_alloc|out of memory/i,
    does: 'lets it have no more memory',
    topic: 'resources',
  },
  {
    setting: /^(?:TasksMax|LimitNPROC)=(?!infinity)/,
    symptom: noTasks,
    does: 'lets it start no more threads or processes',
    topic: 'resources',
  },
];

const pathPattern = /\/[A-Za-z0-9_@%+.-]+(?:\/[A-Za-z0-9_@%+.-]+)*/g;

/** Paths that the trouble may be about: what was said, what is started, and databases, which seldom say their own. */
function pathsOfTrouble(scene: Scene, said: string): readonly string[] {
  const databases = scene.files.filter(({ path }) => /\.(?:db|sqlite3?)$/.test(path)).map(({ path }) => path);
  return [...(said.match(pathPattern) ?? []), ...scene.programs, ...databases];
}

const holds = (setting: UnitSetting, paths: readonly string[]): boolean =>
  setting.value
    .split(/\s+/)
    .map((one) => one.replace(/^[-+]+/, '').split(':')[0] ?? '')
    .some((folder) => folder !== '' && paths.some((path) => path === folder || path.startsWith(`${folder}/`)));

/** What the unit itself forbids its program, where the program ran into just that. */
export function unitBoundClues(scene: Scene): readonly Clue[] {
  const settings = readUnitSettings(scene.output('Unit files'));
  const lines = scene.journal.map(({ text }) => text);
  const paths = pathsOfTrouble(scene, lines.join('\n'));
  for (const { setting, symptom, does, isOfPaths, topic } of bounds) {
    const line = lines.findLast((one) => symptom.test(one));
    const found = settings.findLast((one) => setting.test(`${one.name}=${one.value}`));
    if (line === undefined || found === undefined || (isOfPaths === true && !holds(found, paths))) continue;
    if (symptom === unwritable && mountClues(scene).length > 0) continue;
    const text = `The unit itself ${does}: ${found.name}=${found.value} in ${found.place}; it said: ${line.trim().slice(0, 120)}`;
    return [clue(topic, 0, 'unit-bound', 'critical', text, line, boundNeeds(found))];
  }
  return proxyClues(scene, settings, lines);
}

const boundNeeds = ({ place }: UnitSetting): readonly Need[] => [
  ...(/\.d\//.test(place) ? [{ kind: 'set-aside-drop-ins', reason: 'the setting stands in a local drop-in' }] : []),
  { kind: 'reset-unit', reason: 'it loads unit files again, once the setting is mended' },
];

/** Calls that go through a proxy which the unit names, and which does not answer. */
function proxyClues(scene: Scene, settings: readonly UnitSetting[], lines: readonly string[]): readonly Clue[] {
  const line = lines.findLast((one) => /refused|timed out|ETIMEDOUT|unreachable|proxy|tunnel/i.test(one));
  const found = settings.findLast(
    ({ name, value }) => name === 'Environment' && /\b(?:https?|all)_proxy=/i.test(value),
  );
  const [, variable = '', host = '', port = ''] =
    /\b((?:https?|all)_proxy)=["']?(?:\w+:\/\/)?(?:[^@\s"']*@)?([\w.-]+):(\d+)/i.exec(found?.value ?? '') ?? [];
  if (line === undefined || found === undefined || host === '') return [];
  const isLocal = /^(?:127\.|localhost$)/.test(host);
  const isSilent = isLocal && !scene.listeners.some((one) => String(one.port) === port);
  if (!isSilent && !/proxy|tunnel/i.test(line) && isLocal) return [];
  const text = `It calls through the proxy ${host}:${port} (${variable} in ${found.place})${isSilent ? ', where nothing listens' : ''}`;
  return [clue('network', isSilent ? 0 : 1, 'unit-bound', 'critical', text, line, boundNeeds(found))];
}
