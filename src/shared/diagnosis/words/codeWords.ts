import { type Clue, clue } from '../clue.ts';
import { commitOf, mendFile } from '../rules/mending.ts';
import { cameWith, freshConfiguration } from './configurationWords.ts';
import { type Found, group, lineOf, type WordRule } from './word.ts';

const ofPackages = /^\/usr\/(?!local)|^<|\/(?:node_modules|site-packages|dist-packages)\//;

/** Errors that a value brings about as often as the code. */
const ofValues = /(?:Type|Value|Key|Index|Attribute|Lookup|Assertion|NullPointer|Argument)\w*$/;

/** A program that ended because of its own code, or of what the code could not handle. */
function brokenCode(found: Found): Clue {
  const frames = [...found.match[0].matchAll(/File "([^"]+)", line (\d+)/g)].filter(
    (one) => !ofPackages.test(one[1] ?? ''),
  );
  const frame = frames.at(-1);
  const [file, line] = [frame?.[1] ?? group(found, 'file'), frame?.[2] ?? group(found, 'line')];
  const kind = group(found, 'kind') || (/panicked/.test(found.match[0]) ? 'panic' : 'Error');
  const why = group(found, 'why');
  const isCommitted = file !== '' && commitOf(found.scene, file) !== null;
  const at = file === '' ? '' : ` in ${file}${line === '' ? '' : `, line ${line}`}`;
  const fresh = isCommitted || !ofValues.test(kind) ? null : freshConfiguration(found.scene);
  const changed = fresh === null || fresh === file ? '' : `; ${fresh} was changed shortly before`;
  const text = `${kind}${at}${why === '' ? '' : `: ${why}`}${cameWith(found.scene, file)}${changed}`;
  const broken = fresh ?? (file.startsWith('/') ? file : null);
  return clue(
    'configuration',
    isCommitted ? 0 : 1,
    'code-error',
    'critical',
    text,
    found.proof,
    mendFile(found.scene, broken),
  );
}

/** Half a merge, which no program reads. */
function conflict(found: Found): Clue {
  const file = /(\/[^\s:"']+):\d+/.exec(found.proof)?.[1] ?? /File "([^"]+)"/.exec(found.proof)?.[1] ?? '';
  return clue(
    'configuration',
    1,
    'merge-conflict',
    'critical',
    `Marks of a merge conflict${file === '' ? '' : ` in ${file}`}: ${lineOf(found)}`,
    found.proof,
    mendFile(found.scene, file || null),
  );
}

export const codeWords: readonly WordRule[] = [
  { id: 'merge-conflict', pattern: /^(?:.*[\s:"'])?(?:<<<<<<<|>>>>>>>) \S+/m, make: conflict },
  {
    id: 'code-error',
    pattern:
      /Traceback \(most recent call last\):\n(?:[ \t]+[^\n]*\n)+?(?<kind>[A-Za-z_][\w.]*)(?:: (?<why>[^\n]*))?(?:\n|$)|[ ]*File "(?<file>\/[^"]+)", line (?<line>\d+)\n(?:[^\n]*\n){1,3}?(?<kind2>(?:Syntax|Indentation|Tab)Error)(?:: (?<why2>[^\n]*))?/,
    make: brokenCode,
  },
  {
    id: 'code-error',
    pattern:
      /^(?:file:\/\/)?(?<file>\/(?!usr\/)[^\s:]+\.[cm]?[jt]sx?):(?<line>\d+)\n(?:[^\n]*\n){0,10}?(?<kind>(?:Syntax|Reference|Type|Range)Error): (?<why>[^\n]*)/m,
    make: brokenCode,
  },
  {
    id: 'code-error',
    pattern:
      /(?<kind>(?:Syntax|Reference|Type|Range)Error|Uncaught \w+|PHP (?:Parse|Fatal) error): +(?<why>[^\n]*?) (?:in|at) (?:\S+ \()?(?:file:\/\/)?(?<file>\/(?!usr\/)[^\s:)]+)(?::| on line )(?<line>\d+)|panicked at (?:'(?<why2>[^']*)', )?(?<file2>[\w./-]+\.rs):(?<line2>\d+)(?::\d+)?:?(?:\n(?<why3>[^\n]+))?|(?<kind2>panic|fatal error): (?<why4>[^\n]+)|Exception in thread "[^"]*" (?<kind3>[\w.$]+)(?:: (?<why5>[^\n]*))?|^(?<file3>\/[^\s:]+\.rb):(?<line3>\d+):in [^\n]*?: (?<why6>[^\n]*)|^(?<why7>[^\n]*) at (?<file4>\/(?!usr\/)[^\s:]+\.p[lm]) line (?<line4>\d+)/m,
    make: brokenCode,
  },
];
