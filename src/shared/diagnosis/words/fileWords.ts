import { clue, type Need } from '../clue.ts';
import { mendFile, mendMissing } from '../rules/mending.ts';
import { missingText } from '../rules/missing.ts';
import { permissionClue } from '../rules/permissions.ts';
import { cameWith } from './configurationWords.ts';
import { type Found, group, lineOf, path, restart, simply, type WordRule } from './word.ts';

const remount: readonly Need[] = [
  { kind: 'remount', reason: 'it mounts the file system for writing again, once the disk is known to be sound' },
];

/** A file, module, library or program that is not there. */
function missing(found: Found) {
  const file = group(found, 'file');
  if (file.startsWith('/'))
    return clue(
      'configuration',
      0,
      'missing-file',
      'critical',
      missingText(found.scene, file),
      found.proof,
      mendMissing(found.scene, file),
    );
  const [module, program] = [group(found, 'module'), group(found, 'program')];
  const what =
    program !== ''
      ? `program ${program}, which no folder of its PATH has`
      : module === ''
        ? lineOf(found)
        : `${group(found, 'kind') || 'module'} ${module}`;
  const asker = askerOf(found);
  const asked = asker === null ? '' : `, which ${asker} asks for${cameWith(found.scene, asker)}`;
  return clue(
    'configuration',
    0,
    'missing-file',
    'critical',
    `Missing: ${what}${asked}`,
    found.proof,
    // A library belongs to the host, which no backup of the service brings back.
    group(found, 'kind') === 'libraries' ? [] : mendFile(found.scene, asker),
  );
}

const ofPackages = /^\/usr\/(?!local)|\/(?:node_modules|site-packages|dist-packages)\//;

/** The service's own file that asked for a module, by the trace around the words; null where none is named. */
function askerOf({ match }: Pick<Found, 'match'>): string | null {
  const before = match.input.slice(Math.max(0, match.index - 1_500), match.index);
  const trace = before.slice(Math.max(0, before.lastIndexOf('Traceback (most recent call last)')));
  const after = match.input.slice(match.index, match.index + 1_500);
  const frames = [...trace.matchAll(/File "(\/[^"\n]+)", line \d+/g)].map((one) => one[1] ?? '');
  const named = /(?:Require stack:\s*- | imported from | at )(?:file:\/\/)?(\/[^\s:)]+)/.exec(after)?.[1] ?? '';
  return [named, ...frames].findLast((one) => one !== '' && !ofPackages.test(one)) ?? null;
}

export const fileWords: readonly WordRule[] = [
  {
    id: 'newer-library',
    pattern: /version [`'"]?(?<version>(?:GLIBC|GLIBCXX|CXXABI|OPENSSL)_[\w.]+)['"]? not found/,
    make: (found) =>
      clue(
        'configuration',
        0,
        'missing-file',
        'critical',
        `The program was built for a newer system than this host: it needs ${group(found, 'version')}`,
        found.proof,
        [{ kind: 'roll-back', reason: 'the release before it may fit this host' }, ...mendFile(found.scene, null)],
      ),
  },
  {
    id: 'left-lock',
    pattern: new RegExp(
      String.raw`(?:already running|another (?:instance|copy)[^\n]{0,40})[^\n]*|(?:lock|pid) ?file[^\n]{0,80}(?:exists|stale|left|held|found)[^\n]*|${path}\.(?:lock|lck|pid)\b[^\n]{0,60}(?:exists|already|held|behind|stale)[^\n]*`,
      'i',
    ),
    make: (found) => {
      const file = new RegExp(String.raw`(${path}\.(?:lock|lck|pid)\b|${path}/(?:lock|LOCK|pid)\b)`).exec(
        found.proof,
      )?.[1];
      const named = file === undefined ? '' : ` (${file})`;
      return clue(
        'storage',
        1,
        'left-lock',
        'critical',
        `It takes itself to run already, or its lock was left behind${named}: ${lineOf(found)}`,
        found.proof,
        [restart('it ends what may still run of it')],
      );
    },
  },
  {
    id: 'access-denied-by-policy',
    pattern: new RegExp(
      String.raw`apparmor="DENIED"[^\n]*?(?:name="(?<file>[^"]+)")?[^\n]*|avc: +denied[^\n]*?(?:(?:path|name)="(?<file2>[^"]+)")?[^\n]*|SELinux is preventing (?<why>[^\n]+)`,
    ),
    make: (found) => {
      const which = /apparmor/i.test(found.match[0]) ? 'AppArmor' : 'SELinux';
      const profile = /profile="([^"]+)"/.exec(found.match[0])?.[1];
      const file = group(found, 'file') || /name="([^"]+)"/.exec(found.match[0])?.[1] || group(found, 'why');
      const by = profile === undefined ? '' : ` (profile ${profile})`;
      return clue(
        'permissions',
        0,
        'permission',
        'critical',
        `${which} keeps it from ${file || 'what it asked for'}${by}, whatever owner and mode are`,
        found.proof,
      );
    },
  },
  {
    id: 'git-owner',
    pattern: new RegExp(String.raw`dubious ownership in repository at '?(?<file>${path})'?`),
    make: (found) => {
      const file = group(found, 'file');
      return clue(
        'permissions',
        0,
        'git-owner',
        'critical',
        `git refuses ${file}, since its owner is another account than the one that asks`,
        found.proof,
        [{ kind: 'repair-permissions', reason: 'it gives the folder back to the account of the service', path: file }],
      );
    },
  },
  {
    id: 'rights-too-open',
    pattern: new RegExp(
      String.raw`"?(?<file>${path})"?[^\n]{0,30} (?:has |have )?(?:invalid|insecure|unsafe|bad|too open|wrong) (?:permissions|ownership|owner|mode)[^\n]*|(?:permissions|mode|owner)[^\n]{0,40} (?:for |of |on )?["']?(?<file2>${path})["']? (?:are|is) too open|UNPROTECTED PRIVATE KEY FILE[^\n]*|is (?:world|group)[- ](?:readable|writable|accessible)[^\n]*`,
      'i',
    ),
    make: (found) => {
      const file = group(found, 'file');
      return clue(
        'permissions',
        0,
        'permission',
        'critical',
        `Owner or mode are not what the program asks for: ${lineOf(found)}`,
        found.proof,
        [
          {
            kind: 'repair-permissions',
            reason: 'it gives the files back to the account that the service runs as',
            ...(file === '' ? {} : { path: file }),
          },
        ],
      );
    },
  },
  {
    id: 'sudo-refused',
    pattern:
      /sudo: [^\n]*(?:password is required|terminal is required)[^\n]*|is not in the sudoers file|is not allowed to (?:execute|run)[^\n]*|no new privileges[^\n]*|sorry, you must have a tty/i,
    make: simply('permissions', 0, 'sudo-refused', (found) => `sudo does not let it: ${found.match[0].trim()}`),
  },
  {
    id: 'read-only',
    pattern: new RegExp(String.raw`(?:Read-only file system|EROFS)(?:[^\n]*?'?(?<file>${path}))?`, 'i'),
    make: simply(
      'storage',
      1,
      'read-only',
      (found) => `A file system is mounted read-only${group(found, 'file') === '' ? '' : `: ${group(found, 'file')}`}`,
      remount,
    ),
  },
  {
    id: 'permission',
    pattern: new RegExp(
      String.raw`EACCES[^\n]*?'(?<file>\/[^'\n]+)'|EACCES (?<file6>${path})|(?:[Pp]ermission denied|PermissionError)[^\n]*?["'](?<file2>\/[^'"\n]+)["']|(?<file3>${path})["']?\)?:? ?(?:failed )?:?\(?(?:13: )?[Pp]ermission denied|open\(\) "(?<file4>[^"]+)" failed \(13|(?:cannot|could not|can't|unable to|failed to) (?:open|read|write|create|access|load)\w* ["']?(?<file5>${path})["']?[^\n]*[Pp]ermission denied|(?:[Pp]ermission denied|EACCES|Operation not permitted)[^\n]*`,
    ),
    make: (found) => {
      // Words of a login or of a port are other rules' matter.
      if (/\(publickey|bind|listen EACCES|for user/.test(found.proof.split('\n').at(-1) ?? '')) return null;
      return permissionClue(found.scene, group(found, 'file') || null, lineOf(found), found.proof);
    },
  },
  {
    id: 'missing-file',
    pattern: new RegExp(
      String.raw`Cannot find (?:module|package) '(?<file>\/[^']+)'|Cannot find (?<kind>module|package) '(?<module>[^']+)'|No module named '?(?<module2>[\w.]+)'?|cannot load such file -- (?<module3>\S+)|Can't locate (?<module4>\S+) in @INC|Could not load file or (?<kind3>assembly) '(?<moduleA>[^',]+)|(?:ClassNotFoundException|NoClassDefFoundError|Could not find or load main class):? (?<module5>\S+)|Unable to access jarfile (?<file6>\S+)|error while loading shared (?<kind2>libraries): (?<module6>[^:\s]+)|Failed opening required '(?<file7>[^']+)'|ENOENT[^\n]*?'(?<file2>[^'\n]+)'|ENOENT (?<file9>${path})|(?:No such file or directory|FileNotFoundError|NoSuchFileException)[^\n]*?["' ](?<file3>\/[^'"\n]+)["']?|(?:can't open file|cannot open|cannot access|could not open|open(?:\(\))?|stat|exec:?|read) ["']?(?<file4>${path})["']?[^\n]*[Nn]o such file|(?<file5>${path})["']?\)?:? \(?(?:2: )?[Nn]o such file or directory|(?<file8>${path})["']? (?:does not exist|not found|is missing|could not be found)|exec(?:utable file)?[^\n]{0,20}"(?<program>[\w.-]+)": executable file not found|: (?:line )?\d*:? ?(?<program2>[\w.-]+): (?:command )?not found|env: ['‘]?(?<program3>[\w.-]+)['’]?: No such file`,
    ),
    make: missing,
  },
];
