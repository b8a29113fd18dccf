import { createHash } from 'node:crypto';
import { secondMs } from '#shared/time/instant.ts';

/** The options of `ssh_config` that hold for one name, paths and tokens expanded. */
export type SshOptions = {
  /** What was looked up: an alias, or an address. */
  readonly name: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  readonly certificateFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket or pipe; null where none is to be used. */
  readonly agentSocket: string | null;
  readonly proxyJump: string | null;
  readonly proxyCommand: string | null;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly knownHostsCommand: string | null;
  readonly hostKeyAlias: string | null;
  readonly hashKnownHosts: boolean;
  /** `StrictHostKeyChecking yes`: a key that is not known already is refused, and nobody is asked. */
  readonly isStrict: boolean;
  readonly serverAliveIntervalMs: number;
  readonly serverAliveCountMax: number;
  readonly connectTimeoutMs: number;
  readonly addressFamily: 0 | 4 | 6;
  readonly bindAddress: string | null;
  /** Authentication methods in the order in which they are tried, without the ones switched off. */
  readonly methods: readonly AuthenticationMethod[];
  readonly numberOfPasswordPrompts: number;
  /** `ForkAfterAuthentication yes`: ssh would leave the foreground, and with it our sight. */
  readonly isForking: boolean;
  /** The lists of algorithms as the configuration has them; null where it says nothing. */
  readonly algorithms: AlgorithmLists;
};

export type AlgorithmLists = Readonly<
  Record<'keyExchanges' | 'hostKeys' | 'ciphers' | 'macs' | 'publicKeys', string | null>
>;

export type AuthenticationMethod = 'publickey' | 'keyboard-interactive' | 'password';

/** What the text of the options is expanded with. */
export type OptionContext = {
  readonly name: string;
  readonly home: string;
  readonly localUser: string;
  readonly localHost: string;
  readonly userId: number;
  readonly isWindows: boolean;
  readonly environment: NodeJS.ProcessEnv;
};

/** Values by lower-case keyword, in the order in which ssh would apply them. */
export type RawOptions = ReadonlyMap<string, readonly string[]>;

const defaultConnectTimeoutMs = 15 * secondMs;
const defaultAliveMs = 15 * secondMs;

/** Reads what `ssh -G` printed. */
export function parseEffectiveOptions(text: string): RawOptions {
  const options = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const space = line.indexOf(' ');
    if (space === -1) continue;
    const keyword = line.slice(0, space).toLowerCase();
    options.set(keyword, [...(options.get(keyword) ?? []), line.slice(space + 1).trim()]);
  }
  return options;
}

/** Gives the raw options their meaning. Where ssh itself would send no keepalive, ours asks every 15 s, 3 times. */
export function sshOptionsFrom(raw: RawOptions, context: OptionContext): SshOptions {
  const first = (keyword: string): string | null => {
    const value = raw.get(keyword)?.[0] ?? null;
    return value === null || value.toLowerCase() === 'none' ? null : value;
  };
  const isYes = (keyword: string, fallback: boolean): boolean => {
    const value = raw.get(keyword)?.[0]?.toLowerCase();
    return value === undefined ? fallback : value === 'yes' || value === 'true';
  };
  const count = (keyword: string, fallback: number): number => {
    const value = Number(raw.get(keyword)?.[0]);
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  const hostName = first('hostname') ?? context.name;
  const port = count('port', 22);
  const user = first('user') ?? context.localUser;
  const expand = (text: string): string =>
    expandTokens(text, {
      ...context,
      hostName,
      port,
      user,
      alias: first('hostkeyalias'),
      jump: first('proxyjump') ?? '',
    });
  const files = (keyword: string): readonly string[] =>
    (raw.get(keyword) ?? []).filter((file) => file.toLowerCase() !== 'none').map((file) => expand(unquote(file)));
  const fileList = (keyword: string): readonly string[] =>
    splitWords(raw.get(keyword)?.join(' ') ?? '')
      .filter((file) => file.toLowerCase() !== 'none')
      .map(expand);
  const family = first('addressfamily');
  return {
    name: context.name,
    hostName,
    port,
    user,
    identityFiles: files('identityfile'),
    certificateFiles: files('certificatefile'),
    identitiesOnly: isYes('identitiesonly', false),
    agentSocket: agentSocket(raw.get('identityagent')?.[0] ?? null, context, expand),
    proxyJump: first('proxyjump'),
    proxyCommand: first('proxycommand'),
    userKnownHostsFiles: fileList('userknownhostsfile'),
    globalKnownHostsFiles: fileList('globalknownhostsfile'),
    knownHostsCommand: first('knownhostscommand'),
    hostKeyAlias: first('hostkeyalias'),
    hashKnownHosts: isYes('hashknownhosts', false),
    isStrict: isYes('stricthostkeychecking', false),
    serverAliveIntervalMs: count('serveraliveinterval', 0) * secondMs || defaultAliveMs,
    serverAliveCountMax: count('serveralivecountmax', 3),
    connectTimeoutMs: count('connecttimeout', 0) * secondMs || defaultConnectTimeoutMs,
    addressFamily: family === 'inet' ? 4 : family === 'inet6' ? 6 : 0,
    bindAddress: first('bindaddress'),
    methods: methodsOf(first('preferredauthentications'), isYes),
    numberOfPasswordPrompts: count('numberofpasswordprompts', 3),
    isForking: isYes('forkafterauthentication', false),
    algorithms: {
      keyExchanges: first('kexalgorithms'),
      hostKeys: first('hostkeyalgorithms'),
      ciphers: first('ciphers'),
      macs: first('macs'),
      publicKeys: first('pubkeyacceptedalgorithms') ?? first('pubkeyacceptedkeytypes'),
    },
  };
}

function methodsOf(
  preferred: string | null,
  isYes: (keyword: string, fallback: boolean) => boolean,
): readonly AuthenticationMethod[] {
  const isAllowed: Readonly<Record<AuthenticationMethod, boolean>> = {
    publickey: isYes('pubkeyauthentication', true) || isYes('pubkeyauthentication-unbound', false),
    'keyboard-interactive': isYes('kbdinteractiveauthentication', isYes('challengeresponseauthentication', true)),
    password: isYes('passwordauthentication', true),
  };
  const order = preferred === null ? ['publickey', 'keyboard-interactive', 'password'] : preferred.split(',');
  return order.filter(
    (method): method is AuthenticationMethod =>
      Object.hasOwn(isAllowed, method) && isAllowed[method as AuthenticationMethod],
  );
}

/** OpenSSH for Windows keeps its agent behind this pipe. */
const windowsAgentPipe = String.raw`\\.\pipe\openssh-ssh-agent`;

function agentSocket(
  identityAgent: string | null,
  context: OptionContext,
  expand: (text: string) => string,
): string | null {
  const fromEnvironment = context.environment['SSH_AUTH_SOCK'] ?? (context.isWindows ? windowsAgentPipe : null);
  if (identityAgent === null || identityAgent === 'SSH_AUTH_SOCK') return fromEnvironment;
  if (identityAgent.toLowerCase() === 'none') return null;
  const variable = /^\$(\w+)$/.exec(identityAgent)?.[1];
  if (variable !== undefined) return context.environment[variable] ?? null;
  return expand(unquote(identityAgent));
}

function expandTokens(
  text: string,
  context: OptionContext & {
    readonly hostName: string;
    readonly port: number;
    readonly user: string;
    readonly alias: string | null;
    readonly jump: string;
  },
): string {
  const { localHost, hostName, port, user, jump } = context;
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    C: createHash('sha1').update(`${localHost}${hostName}${port}${user}${jump}`).digest('hex'),
    d: context.home,
    h: context.hostName,
    i: String(context.userId),
    j: jump,
    k: context.alias ?? context.name,
    L: context.localHost.replace(/\..*$/, ''),
    l: context.localHost,
    n: context.name,
    p: String(context.port),
    r: context.user,
    u: context.localUser,
  };
  const home = text === '~' || text.startsWith('~/') ? context.home + text.slice(1) : text;
  return home
    .replaceAll(/%(.)/g, (whole, token: string) => tokens[token] ?? whole)
    .replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => context.environment[name] ?? whole);
}

function splitWords(text: string): readonly string[] {
  return (text.match(/"[^"]*"|\S+/g) ?? []).map(unquote);
}

function unquote(word: string): string {
  return word.length > 1 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : word;
}
