import { type Clue, clue, type Need, type Topic } from '../clue.ts';
import type { Scene } from '../read/scene.ts';
import { commitOf, mendFile, mendMissing } from './mending.ts';
import { permissionClue } from './permissions.ts';
import { portClue } from './ports.ts';

type Found = { readonly scene: Scene; readonly match: RegExpExecArray; readonly proof: string };
type Words = { readonly id: string; readonly pattern: RegExp; readonly make: (found: Found) => Clue | null };

const group = ({ match }: Found, ...names: readonly string[]): string =>
  names.map((name) => match.groups?.[name]).find((text) => text !== undefined && text !== '') ?? '';

const restart = (reason: string): Need => ({ kind: 'restart-unit', reason });

const simply =
  (
    topic: Topic,
    nearness: Clue['nearness'],
    id: string,
    text: (found: Found) => string,
    needs: readonly Need[] | ((found: Found) => readonly Need[]) = [],
  ): Words['make'] =>
  (found) =>
    clue(topic, nearness, id, 'critical', text(found), found.proof, typeof needs === 'function' ? needs(found) : needs);

const path = String.raw`(?:\/[^\s:"'(),;]+)`;
const configuration = String.raw`(?<file>${path}\.(?:conf|cfg|cnf|ini|ya?ml|toml|json|env|properties|service|socket|timer|xml|rules))`;

/** A file with a line that a program does not take: where it is, and whether a commit brought it. */
const brokenFile: Words['make'] = (found) => {
  const file = group(found, 'file', 'file2');
  const line = group(found, 'line', 'line2', 'line3');
  const why = group(found, 'why', 'why2', 'why3').trim();
  const commit = commitOf(found.scene, file);
  const at = line === '' ? file : `${file}, line ${line}`;
  const cause = commit === null ? '' : `; it came with ${commit.hash.slice(0, 7)} "${commit.subject}"`;
  return clue(
    'configuration',
    0,
    'config-syntax',
    'critical',
    `Error in ${at}${why === '' ? '' : `: ${why}`}${cause}`,
    found.proof,
    mendFile(found.scene, file === '' ? null : file),
  );
};

/** What programs of all kinds say when something common is wrong; the first line that matches counts. */
const words: readonly Words[] = [
  {
    id: 'config-syntax',
    pattern: new RegExp(
      String.raw`(?<why>[^\n]{0,200}?(?:\berror\b|\[emerg\]|invalid|unexpected|unknown|expecting|unterminated|bad |cannot parse|could not parse|not valid|duplicate)[^\n]{0,160}?)\b(?:in|at|file|line in) "?${configuration}"?(?::|,? line |\()(?<line>\d+)|${configuration.replace('file', 'file2')}"?(?::|,? ?line |\()(?<line2>\d+)\)?(?::\d+)?:? (?<why2>[^\n]*(?:error|invalid|unexpected|unknown|expecting|expected|unterminated|not valid|cannot|missing|bad|duplicate|fail)[^\n]*)`,
      'i',
    ),
    make: brokenFile,
  },
  {
    id: 'code-error',
    pattern:
      /File "(?<file>\/(?!usr\/)[^"]+)", line (?<line>\d+)[^\n]*\n(?:(?!\s*File "\/(?!usr\/))[^\n]*\n){0,14}?(?<kind>(?:Syntax|Indentation|Name|Attribute|Type|Import|ModuleNotFound|Key|Index|Value|Assertion|Tab|ZeroDivision|Runtime)\w*(?:Error)?): (?<why>[^\n]*)/,
    make: brokenFileOfCode,
  },
  {
    id: 'code-error',
    pattern:
      /^(?<file>\/(?!usr\/)[^\s:]+\.[cm]?[jt]sx?):(?<line>\d+)\n(?:[^\n]*\n){0,10}?(?<kind>(?:Syntax|Reference|Type|Range)Error): (?<why>[^\n]*)/m,
    make: brokenFileOfCode,
  },
  {
    id: 'code-error',
    pattern:
      /(?<kind>(?:Syntax|Reference|Type|Range)Error|panic|Uncaught \w+|PHP (?:Parse|Fatal) error): (?<why>[^\n]*?) (?:in|at) (?:\S+ \()?(?:file:\/\/)?(?<file>\/(?!usr\/)[^\s:)]+)(?::| on line )(?<line>\d+)/,
    make: brokenFileOfCode,
  },
  {
    id: 'json-syntax',
    pattern: new RegExp(
      String.raw`(?:JSONDecodeError|SyntaxError: Unexpected|Unexpected (?:token|end of)|invalid JSON|not valid JSON|parse error|jq: error|malformed|corrupt)[^\n]*?(?<file>${path}\.\w+)?`,
      'i',
    ),
    make: (found) => {
      const file =
        group(found, 'file') || new RegExp(`(${path}\\.(?:json|ya?ml|db|sqlite3?|xml))`).exec(found.proof)?.[1] || '';
      const words = found.match[0].replaceAll(/\s+/g, ' ').slice(0, 160);
      return clue(
        'configuration',
        file === '' ? 1 : 0,
        'json-syntax',
        'critical',
        file === ''
          ? `A file does not parse: ${words}`
          : `${file} does not parse: ${found.proof.split('\n')[0] ?? words}`,
        found.proof,
        mendFile(found.scene, file === '' ? null : file),
      );
    },
  },
  {
    id: 'environment-file',
    pattern:
      /Failed to load environment files: (?<why>[^\n]+)|Failed at step EXEC spawning (?<file>\S+): (?<why2>[^\n]+)|Failed to locate executable (?<file2>\S+): (?<why3>[^\n]+)/,
    make: (found) => {
      const file = group(found, 'file', 'file2').replace(/:$/, '');
      const why = group(found, 'why', 'why2', 'why3');
      if (/Permission denied/.test(why) && file !== '') return permissionClue(found.scene, file, found.proof);
      return clue(
        'configuration',
        1,
        'start-step',
        'critical',
        file === '' ? `systemd cannot load an environment file: ${why}` : `systemd cannot start ${file}: ${why}`,
        found.proof,
        mendFile(found.scene, file === '' ? null : file),
      );
    },
  },
  {
    id: 'port-taken',
    pattern:
      /EADDRINUSE[^\n]*?(?<port>\d{2,5})\b|bind\(\)[^\n]*?:(?<port2>\d{2,5}) failed|(?:address already in use|bind: address|Could not bind|cannot bind|Failed to bind)[^\n]*?(?::(?<port3>\d{2,5})\b)?[^\n]*/i,
    make: (found) => portClue(found.scene, Number(group(found, 'port', 'port2', 'port3')) || null, found.proof),
  },
  {
    id: 'read-only',
    pattern: new RegExp(String.raw`(?:Read-only file system|EROFS)(?:[^\n]*?'?(?<file>${path}))?`, 'i'),
    make: simply(
      'storage',
      1,
      'read-only',
      (found) => `A file system is mounted read-only${group(found, 'file') === '' ? '' : `: ${group(found, 'file')}`}`,
      [{ kind: 'remount', reason: 'it mounts the file system for writing again, once the disk is known to be sound' }],
    ),
  },
  {
    id: 'disk-full',
    pattern: /No space left on device|ENOSPC|disk (?:is )?full|Disk quota exceeded/i,
    make: simply('storage', 1, 'disk-full', () => 'No space (or no inodes) left on a file system', [
      { kind: 'clear-temporary-data', reason: 'temporary data is the cheapest to give up' },
      { kind: 'prune-repositories', reason: 'old data can be had again' },
    ]),
  },
  {
    id: 'permission',
    pattern: new RegExp(
      String.raw`EACCES[^\n]*?'(?<file>[^'\n]+)'|(?:Permission denied|PermissionError)[^\n]*?'(?<file2>\/[^'\n]+)'|(?<file3>${path})["']?:? ?(?:failed )?\(?(?:13: )?Permission denied|open\(\) "(?<file4>[^"]+)" failed \(13|(?:Permission denied|EACCES|Operation not permitted)[^\n]*`,
    ),
    make: (found) => permissionClue(found.scene, group(found, 'file', 'file2', 'file3', 'file4') || null, found.proof),
  },
  {
    id: 'too-many-files',
    pattern: /EMFILE|ENFILE|Too many open files/i,
    make: simply('resources', 0, 'too-many-files', () => 'It has too many files open', [
      restart('a fresh process has none open'),
    ]),
  },
  {
    id: 'out-of-memory',
    pattern:
      /Out of memory|oom-kill|result 'oom|JavaScript heap out of memory|Cannot allocate memory|ENOMEM|MemoryError/i,
    make: simply('resources', 0, 'out-of-memory', () => 'It ran out of memory', [
      restart('a fresh process starts small'),
    ]),
  },
  {
    id: 'certificate',
    pattern:
      /certificate (?:has expired|is not yet valid|expired)|CERT_HAS_EXPIRED|x509: certificate has expired|SSL certificate problem: [^\n]*expired/i,
    make: (found) =>
      clue(
        'external',
        1,
        'certificate',
        'critical',
        `A certificate has expired${urlIn(found.proof)}`,
        found.proof,
        renew,
      ),
  },
  {
    id: 'certificate-refused',
    pattern:
      /(?:certificate verify failed|self[- ]signed certificate|unable to get local issuer|x509: certificate)[^\n]*/i,
    make: (found) =>
      clue(
        'external',
        1,
        'certificate-refused',
        'critical',
        `A certificate is not accepted: ${found.match[0]}`,
        found.proof,
        renew,
      ),
  },
  {
    id: 'name-not-resolved',
    pattern:
      /Could not resolve host:? ?(?<name>[\w.-]+)?|\b(?:ENOTFOUND|EAI_AGAIN)\b ?(?<name2>[\w.-]+)?|lookup (?<name3>[\w.-]+)[^\n]*no such host|Name or service not known|Temporary failure in name resolution|nodename nor servname|Name does not resolve|host not found in upstream "(?<name4>[^"]+)"/i,
    make: (found) =>
      clue(
        'network',
        0,
        'name-not-resolved',
        'critical',
        `A name is not resolved: ${group(found, 'name', 'name2', 'name3', 'name4') || hostIn(found.proof)}`.replace(
          /: $/,
          '',
        ),
        found.proof,
        [{ kind: 'restart-resolver', reason: 'names are resolved by it' }],
      ),
  },
  {
    id: 'http-401',
    pattern:
      /\b401[: ]+Unauthorized|(?:status|error|code|HTTP)\W{1,3}(?:code )?(?:Error )?401\b|Bad credentials|invalid (?:api )?(?:token|credentials)|authentication failed/i,
    make: (found) =>
      clue(
        'credentials',
        0,
        'http-401',
        'critical',
        `A server refuses the credentials (401)${urlIn(found.proof)}`,
        found.proof,
        [
          { kind: 'renew-credentials', reason: 'the credentials are not accepted any more' },
          ...mendFile(found.scene, configurationOf(found.scene)).map((need) => ({
            ...need,
            reason:
              need.kind === 'restore-backup'
                ? 'the backup has the credentials that worked, where they were changed'
                : need.reason,
          })),
        ],
      ),
  },
  {
    id: 'http-403',
    pattern: /\b403[: ]+Forbidden|(?:status|error|code|HTTP)\W{1,3}(?:code )?(?:Error )?403\b|Resource not accessible/i,
    make: (found) =>
      clue(
        'credentials',
        0,
        'http-403',
        'critical',
        `A server forbids it (403)${urlIn(found.proof)}: the credentials lack a right, or a limit is used up`,
        found.proof,
        [
          { kind: 'renew-credentials', reason: 'the credentials lack a right' },
          ...mendFile(found.scene, configurationOf(found.scene)),
        ],
      ),
  },
  {
    id: 'http-429',
    pattern:
      /\b429[: ]+Too Many Requests|(?:status|error|code|HTTP)\W{1,3}(?:code )?(?:Error )?429\b|rate limit(?:ed)? exceeded|too many requests/i,
    make: (found) =>
      clue(
        'rateLimit',
        0,
        'http-429',
        'critical',
        `A server limits the rate of requests (429)${urlIn(found.proof)}${/retry[- ]after:? ?(\d+)/i.exec(found.proof)?.[1] === undefined ? '' : `; it asks to wait ${/retry[- ]after:? ?(\d+)/i.exec(found.proof)?.[1] ?? ''} s`}`,
        found.proof,
        [
          { kind: 'pause-timer', reason: 'the scheduled work asks most; it can wait until the limit is reset' },
          { kind: 'isolate', reason: 'it stops asking until the limit is reset' },
        ],
      ),
  },
  {
    id: 'http-5xx',
    pattern: /\b(?<status>50[0234])[: ]+(?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    make: (found) =>
      clue(
        'external',
        0,
        'upstream-error',
        'critical',
        `A server that it calls answers ${group(found, 'status')}${urlIn(found.proof)}`,
        found.proof,
      ),
  },
  {
    id: 'timeout',
    pattern:
      /(?:connect|connection|upstream|request|read|operation|i\/o) ?timed? ?out|ETIMEDOUT|No route to host|EHOSTUNREACH|Network is unreachable|ENETUNREACH/i,
    make: (found) =>
      clue(
        'network',
        1,
        'unreachable',
        'critical',
        `Something that it calls cannot be reached${urlIn(found.proof)}: ${found.match[0]}`,
        found.proof,
      ),
  },
  {
    id: 'start-limit',
    pattern: /Start request repeated too quickly|start-limit-hit/i,
    make: (found) =>
      clue(
        'unit',
        2,
        'restart-loop',
        'critical',
        'It failed so often that systemd gave up restarting it',
        found.proof,
        [{ kind: 'reset-unit', reason: 'it clears the count and starts again, once the cause is gone' }],
      ),
  },
  {
    id: 'missing-file',
    pattern: new RegExp(
      String.raw`Cannot find module '(?<file>[^']+)'|No module named '?(?<file2>[\w.]+)'?|ENOENT[^\n]*?'(?<file3>[^'\n]+)'|(?:No such file or directory|FileNotFoundError)[^\n]*?'(?<file4>\/[^'\n]+)'|(?:can't open file|cannot open|cannot access|open|stat|exec:?) ["']?(?<file5>${path})["']?[^\n]*No such file|(?<file6>${path})["']?:? \(?(?:2: )?No such file or directory`,
    ),
    make: (found) => {
      const file = group(found, 'file', 'file2', 'file3', 'file4', 'file5', 'file6');
      return clue(
        'configuration',
        0,
        'missing-file',
        'critical',
        `Missing: ${file}`,
        found.proof,
        file.startsWith('/') ? mendMissing(found.scene, file) : mendFile(found.scene, null),
      );
    },
  },
  {
    id: 'crash',
    pattern: /code=(?:killed|dumped), status=\d+\/(?<signal>SEGV|ABRT|ILL|BUS|FPE)|segfault at|core dumped/,
    make: simply(
      'unit',
      1,
      'crash',
      (found) => `It crashed${group(found, 'signal') === '' ? '' : ` (${group(found, 'signal')})`}`,
      [
        restart('a crash may not come again at once'),
        { kind: 'roll-back', reason: 'the last deployment may have brought it' },
      ],
    ),
  },
];

const renew: readonly Need[] = [{ kind: 'renew-certificate', reason: 'a new certificate takes its place' }];

function brokenFileOfCode(found: Found): Clue {
  const [file, line, kind, why] = ['file', 'line', 'kind', 'why'].map((name) => group(found, name));
  const commit = commitOf(found.scene, file ?? '');
  const cause = commit === null ? '' : `; it came with ${commit.hash.slice(0, 7)} "${commit.subject}"`;
  const isJson = /JSONDecode|Expecting|in JSON/.test(`${kind ?? ''}${why ?? ''}`);
  return clue(
    'configuration',
    isJson || commit === null ? 1 : 0,
    'code-error',
    'critical',
    `${kind ?? ''} in ${file ?? ''}, line ${line ?? ''}: ${why ?? ''}${cause}`,
    found.proof,
    mendFile(found.scene, file ?? null),
  );
}

/** The file that most likely holds what the service was told: a configuration that its command line or folder names. */
export function configurationOf(scene: Scene): string | null {
  const named = scene.ways
    .map(({ target }) => target)
    .find((target) => /\.(?:json|ya?ml|toml|ini|conf|cfg|env)$/.test(target));
  return named ?? scene.files.find(({ path }) => /\/(?:config[^/]*|settings[^/]*|\.env)$/.test(path))?.path ?? null;
}

const hostIn = (text: string): string => /https?:\/\/([\w.-]+)/.exec(text)?.[1] ?? '';
const urlIn = (text: string): string => {
  const url = /https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./~-]*)?/.exec(text)?.[0];
  return url === undefined ? '' : ` (${url})`;
};

/** The lines of a text that a match touches, and no more than a screen. */
function proofOf(text: string, match: RegExpExecArray): string {
  const from = text.lastIndexOf('\n', match.index - 1) + 1;
  const end = text.indexOf('\n', match.index + match[0].length);
  return text
    .slice(from, end === -1 ? undefined : end)
    .split('\n')
    .slice(-20)
    .join('\n')
    .slice(-2_000);
}

const longestLine = 500;
const longestText = 40_000;

/** What the words of programs establish: each kind once, from its last mention, which is about how it is now. */
export function wordClues(scene: Scene, said: string): readonly Clue[] {
  const text = said
    .slice(-longestText)
    .split('\n')
    .map((line) => line.slice(0, longestLine))
    .join('\n');
  const found = words.flatMap(({ pattern, make }) => {
    const match = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].at(-1);
    const made = match === undefined ? null : make({ scene, match, proof: proofOf(text, match) });
    return made === null ? [] : [made];
  });
  return found.filter((one, index) => found.findIndex(({ id }) => id === one.id) === index);
}
