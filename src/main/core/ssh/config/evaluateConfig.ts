import { wildcardMatches } from '../hostKeys/hostPattern.ts';
import { deepestInclude, includedFiles, readConfigFile } from './configFiles.ts';
import { type ConfigLine, parseConfigLine } from './configLine.ts';

/** What Host and Match lines are asked about. */
export type ConfigQuery = {
  /** The name as it was given. */
  readonly name: string;
  /** A user that was given beside it, which wins over the files. */
  readonly user: string | undefined;
  readonly localUser: string;
};

/** Those of which every mention counts; of the others the first that applies does. */
const manyTimes = new Set([
  'identityfile',
  'certificatefile',
  'localforward',
  'remoteforward',
  'dynamicforward',
  'sendenv',
]);
/** Those that take the rest of their line as it stands; our own reading splits lists of files. */
const wholeLine = new Set(['proxycommand', 'knownhostscommand', 'userknownhostsfile', 'globalknownhostsfile']);

/**
 * The options that configuration files give a name, read one after the other as ssh reads them: the first value wins,
 * an Include line counts where it stands and ends with its file. `Match exec` and `Match canonical` never match.
 */
export async function evaluateConfig(
  files: readonly string[],
  query: ConfigQuery,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const pass: Pass = { query, values: new Map(), isFinal: false, wantsFinal: false };
  for (const file of files) await readInto(pass, file, true, 0);
  if (!pass.wantsFinal) return pass.values;
  const last: Pass = { ...pass, isFinal: true };
  for (const file of files) await readInto(last, file, true, 0);
  return last.values;
}

type Pass = {
  readonly query: ConfigQuery;
  readonly values: Map<string, readonly string[]>;
  readonly isFinal: boolean;
  /** A `Match final` line was met: everything is read a second time. */
  wantsFinal: boolean;
};

/** `mayApply` is false in what a section includes that does not hold for the name. */
async function readInto(pass: Pass, file: string, mayApply: boolean, depth: number): Promise<void> {
  let isActive = mayApply;
  for (const text of (await readConfigFile(file)).split('\n')) {
    const line = parseConfigLine(text);
    if (line === null) continue;
    if (line.keyword === 'host') isActive = mayApply && listMatches(line.words, pass.query.name);
    else if (line.keyword === 'match') isActive = criteriaHold(line.words, pass) && mayApply;
    else if (line.keyword !== 'include') {
      if (isActive) keep(pass, line);
    } else if (depth < deepestInclude) {
      for (const included of await includedFiles(line.words)) await readInto(pass, included, isActive, depth + 1);
    }
  }
}

function keep({ values }: Pass, { keyword, value, words }: ConfigLine): void {
  const given = wholeLine.has(keyword) ? value : (words[0] ?? '');
  const before = values.get(keyword) ?? [];
  if (given === '' || before.includes(given)) return;
  // Whichever of these two is met first keeps the other from taking effect.
  if (values.has(keyword === 'proxyjump' ? 'proxycommand' : keyword === 'proxycommand' ? 'proxyjump' : '')) return;
  if (before.length === 0 || manyTimes.has(keyword)) values.set(keyword, [...before, given]);
}

/** One pattern that holds is enough, unless one with `!` before it holds as well. */
function listMatches(patterns: readonly string[], text: string): boolean {
  const holds = (pattern: string): boolean => wildcardMatches(pattern.toLowerCase(), text.toLowerCase());
  if (patterns.some((pattern) => pattern.startsWith('!') && holds(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && holds(pattern));
}

/** Every criterion of a Match line must hold. */
function criteriaHold(words: readonly string[], pass: Pass): boolean {
  let doAllHold = words.length > 0;
  for (let at = 0; at < words.length; at += 1) {
    const [, not, name = '', inline] = /^(!?)([^=]+)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    const criterion = name.toLowerCase();
    const hasArgument = !['all', 'canonical', 'final'].includes(criterion);
    const argument = inline ?? (hasArgument ? (words[(at += 1)] ?? '') : '');
    if (criterionHolds(criterion, argument, pass) === (not === '!')) doAllHold = false;
  }
  return doAllHold;
}

function criterionHolds(criterion: string, argument: string, pass: Pass): boolean {
  const { query, values } = pass;
  const among = (text: string): boolean => listMatches(argument.split(','), text);
  switch (criterion) {
    case 'all':
      return true;
    case 'final':
      pass.wantsFinal = true;
      return pass.isFinal;
    case 'host':
      return among(values.get('hostname')?.[0]?.replaceAll('%h', query.name) ?? query.name);
    case 'originalhost':
      return among(query.name);
    case 'user':
      return among(query.user ?? values.get('user')?.[0] ?? query.localUser);
    case 'localuser':
      return among(query.localUser);
    case 'tagged':
      return among(values.get('tag')?.[0] ?? '');
    default:
      return false;
  }
}
