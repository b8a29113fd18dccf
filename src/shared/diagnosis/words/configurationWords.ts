import { type Clue, clue } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { commitOf, mendFile } from '../rules/mending.ts';
import { type Found, group, lineOf, path, type WordRule } from './word.ts';

const codeEnds = /\.(?:py|[cm]?[jt]sx?|php|rb|go|rs|java|kt|pl|pm|c|cc|cpp|h|lua)$/;
/** Files that packages bring: an error there is told of a file that somebody wrote. */
const ofPackages = /^\/(?:usr\/(?!local)|lib|proc|sys)|\/(?:node_modules|site-packages|dist-packages|vendor)\//;
const complaint = String.raw`error|\[emerg\]|invalid|unexpected|unknown|expecting|expected|unterminated|bad |cannot|could not|not (?:valid|allowed|accepted|supported)|missing|duplicate|fail|fatal|unrecogni[sz]ed|no such directive|syntax`;
const withLine = String.raw`["']?(?::\s?(?:line )?|,? ?line:? ?|\()(?<LINE>\d+)`;

/** Words that name the trouble themselves: the line only tells where it was asked for. */
const otherMatter =
  /host not found|No such file|Permission denied|Address already in use|PrivateKey|cannot load certificate/i;

/** A file with a line that a program does not take: where it is, and whether a commit brought it. */
function brokenFile(found: Found): Clue | null {
  const file = group(found, 'file');
  const line = group(found, 'line');
  if (codeEnds.test(file) || ofPackages.test(file)) return null;
  if (otherMatter.test(group(found, 'why'))) return null;
  const why = group(found, 'why')
    .trim()
    .replace(/[\s,:]+(?:in|at|file)?$/, '');
  return clue(
    'configuration',
    0,
    'config-syntax',
    'critical',
    `Error in ${file}, line ${line}${why === '' ? '' : `: ${why}`}${cameWith(found.scene, file)}`,
    found.proof,
    mendFile(found.scene, file),
  );
}

const lateMs = 60 * 60_000;

/** The configuration of the service, where it was changed within the hour before: what code trips over may stand there. */
export function freshConfiguration(scene: Scene): string | null {
  const file = configurationOf(scene);
  const at = scene.files.find(({ path: one }) => one === file)?.changedAt ?? 0;
  const now = scene.startedAt ?? scene.hostNow ?? 0;
  return file !== null && at > now - lateMs ? file : null;
}

/** `; it came with 4f2c1ab "Tidy up"` where a recent commit brought the file. */
export function cameWith(scene: Scene, file: string): string {
  const commit = commitOf(scene, file);
  return commit === null ? '' : `; it came with ${commit.hash.slice(0, 7)} "${commit.subject}"`;
}

/** The file that most likely holds what the service was told: a configuration that its command line or folder names. */
export function configurationOf(
  scene: Scene,
  ends = /\.(?:json|ya?ml|toml|ini|conf|cfg|cnf|env|properties|xml)$/,
): string | null {
  const targets = scene.ways.map(({ target }) => target).filter((target) => ends.test(target));
  const named = targets.find((target) => !target.endsWith('.env'));
  const files = scene.files.filter(({ path: one, mode }) => mode.startsWith('-') && ends.test(one));
  const likely = files.find(({ path: one }) => /\/(?:config|settings|application|app|\.env)[^/]*$/.test(one));
  const own = files.filter(
    ({ path: one }) =>
      !/\/(?:package(?:-lock)?|tsconfig|composer)\.json$|\/(?:data|cache|[\w-]*history|repos)\//.test(one),
  );
  const plain = own.filter(({ path: one }) => !one.endsWith('.env'));
  return named ?? likely?.path ?? (plain.length === 1 ? plain[0]?.path : targets[0]) ?? null;
}

const parsers: readonly (readonly [RegExp, RegExp])[] = [
  [/toml/i, /\.toml$/],
  [/yaml|yml|mapping values|block (?:mapping|sequence)|did not find expected/i, /\.ya?ml$/],
  [/section header|configparser|ParsingError/i, /\.(?:ini|cfg|conf)$/],
  [/json|Unexpected token|looking for beginning/i, /\.json$/],
  [/xml|SAX|mismatched tag|well-formed/i, /\.xml$/],
];

/** Words of parsers that tell a line, and not always the file. */
function brokenText(found: Found): Clue | null {
  const { scene, match } = found;
  const words = lineOf(found);
  const before = match.input.slice(Math.max(0, match.index - 400), match.index);
  // Code that does not parse is told by its file and line, before the words or in them.
  if (!/json/i.test(words) && (/\.[cm]?[jt]sx?:\d+\n/.test(before) || /\.php\b/.test(words))) return null;
  const proof = `${found.proof}\n${match.input.slice(match.index, match.index + 300)}`;
  const format = parsers.find(([pattern]) => pattern.test(found.match[0]) || pattern.test(words))?.[1];
  const file =
    group(found, 'file') ||
    new RegExp(String.raw`(${path}\.(?:json|ya?ml|toml|ini|db|sqlite3?|xml|conf))`).exec(proof)?.[1] ||
    (format === undefined ? null : configurationOf(scene, format)) ||
    '';
  const line = /\bline:? ?(?:number:? )?(\d+)|lineNumber: (\d+)/
    .exec(`${match[0]} ${words} ${proof}`)
    ?.slice(1)
    .find(Boolean);
  const at = `${file}${line === undefined ? '' : `, line ${line}`}`;
  const text =
    file === '' ? `A file does not parse: ${words}` : `${at} does not parse: ${words}${cameWith(scene, file)}`;
  return clue(
    'configuration',
    file === '' ? 1 : 0,
    'json-syntax',
    'critical',
    text,
    found.proof,
    mendFile(scene, file || null),
  );
}

/** `, line 12: maxmemoy 100mb`: some programs tell the line, and what stands there, before they complain of it. */
function lineBefore({ match }: Found): string {
  const from = match.input.lastIndexOf('\n', match.index) + 1;
  const told = /^(?!.*\bFile ").*\bline (\d+)[^\n]*\n(?:>+ ?([^\n]+)\n)?(?![^])/m.exec(
    match.input.slice(Math.max(0, from - 300), from),
  );
  return told === null ? '' : `, line ${told[1] ?? ''}${told[2] === undefined ? '' : `: ${told[2]}`}`;
}

/** Whether a variable of the environment is what lacks, by its words or by where Python looked for it. */
function isOfEnvironment(found: Found): boolean {
  const before = found.match.input.slice(Math.max(0, found.match.index - 300), found.match.index);
  return (
    /environ|\benv\b|parameter (?:null or )?not set|unbound variable/i.test(lineOf(found)) ||
    /(?:<frozen os>|\/os\.py)", line \d+[^\n]*\n(?![^]*File ")/.test(before)
  );
}

const environmentFileOf = (scene: Scene): string | null =>
  /^EnvironmentFile=-?(\/\S+)$/m.exec(scene.output('Unit files'))?.[1] ?? null;

/** A value that a program does not take, or one that it lacks; where the value stands in a configuration is looked up. */
function badValue(found: Found): Clue | null {
  const words = `${lineOf(found)}${lineBefore(found)}`;
  const place = found.scene
    .output('Where its words stand in its configuration')
    .split('\n')
    .flatMap((line) => {
      const match = /^(\/\S+):(\d+) (.+)$/.exec(line);
      return match !== null && words.includes(match[3] ?? '\0') ? [{ file: match[1] ?? '', line: match[2] ?? '' }] : [];
    })[0];
  const code = [...found.proof.matchAll(/File "(\/[^"]+)"/g)]
    .map((one) => one[1] ?? '')
    .findLast((one) => !ofPackages.test(one));
  const isOfCommit = code !== undefined && commitOf(found.scene, code) !== null && place === undefined;
  const environment = isOfEnvironment(found) ? environmentFileOf(found.scene) : null;
  const file = place?.file ?? environment ?? configurationOf(found.scene);
  const what = environment === null ? 'configuration is' : 'environment comes from';
  const where =
    place !== undefined
      ? ` (it stands in ${place.file}, line ${place.line}${cameWith(found.scene, place.file)})`
      : file === null
        ? ''
        : ` (its ${what} ${file})`;
  return clue(
    'configuration',
    isOfCommit ? 1 : 0,
    'config-value',
    'critical',
    `A setting is missing or not accepted: ${words}${where}`,
    found.proof,
    mendFile(found.scene, file),
  );
}

const setting =
  '(?:setting|option|key|field|property|parameter|directive|variable|argument|flag|value|section|configuration)';

export const configurationWords: readonly WordRule[] = [
  {
    id: 'config-syntax',
    pattern: new RegExp(
      String.raw`${path}: (?<line3>\d+): (?<file3>${path}): (?<why3>[^\n]+)|(?<why4>[^\n]{0,200}(?:${complaint})[^\n]{0,60}?) (?:on|at|in) line (?<line4>\d+) (?:of|in) (?:file )?["']?(?<file4>${path})|(?<why>[^\n]{0,200}?(?:${complaint})[^\n]{0,160}?)(?:\n[^\n]{0,40}?)?\b(?:in|at|file|line in|of) ["']?(?<file>${path})["']?${withLine.replace('LINE', 'line')}|(?<file2>${path})${withLine.replace('LINE', 'line2')}\)?(?::\d+)?:? (?<why2>[^\n]*(?:${complaint})[^\n]*)`,
      'i',
    ),
    hint: new RegExp(String.raw`line \d+ (?:of|in) |${path}["']?${withLine.replace('?<LINE>', '')}`, 'i'),
    make: brokenFile,
  },
  {
    id: 'json-syntax',
    pattern: new RegExp(
      String.raw`(?:JSONDecodeError|TOMLDecodeError|SyntaxError: Unexpected|Unexpected (?:token|end of)|invalid JSON|not valid JSON|parse error|ParsingError|MissingSectionHeaderError|jq: error|malformed|corrupt|yaml: |toml: |SAXParseException|\bParseError\b|mismatched tag|not well-formed|invalid character '.{1,4}' (?:looking|after)|(?:failed|unable|error|cannot|could not)[^\n]{0,30} (?:pars|decod|unmarshal|deseriali[sz])\w*)[^\n]*?(?<file>${path}\.\w+)?`,
      'i',
    ),
    make: brokenText,
  },
  {
    id: 'config-value',
    pattern: new RegExp(
      String.raw`\bKeyError: |(?:ValueError|NumberFormatException|ValidationError|ConfigError|ConfigurationError|ImproperlyConfigured): |invalid literal for int|invalid digit|InvalidDigit|(?:missing|required|unknown|unrecogni[sz]ed|invalid|unsupported|undefined|illegal|bad) (?:\w+ ){0,2}${setting}|${setting} ["'\x60]?[\w.-]+["'\x60]? (?:is|was) (?:missing|required|not (?:set|defined|valid|known|allowed)|invalid|unknown|empty)|\b[A-Z][A-Z0-9]+_[A-Z0-9_]+ (?:is |must be |environment variable )?(?:not set|undefined|required|set|missing)|\b[A-Z_][A-Z0-9_]+: (?:parameter (?:null or )?not set|unbound variable)|unknown url type|unsupported protocol scheme|Protocol "?[\w:]+"? (?:is )?not supported|ERR_INVALID_URL|Invalid URL|No connection adapters were found|Could not resolve placeholder|is not a valid|cannot unmarshal \w+ into|must be (?:a|an|one of|between) `,
      'i',
    ),
    make: badValue,
  },
];
