import { clue, type Need } from '../clue.ts';
import { readDeployments } from '../read/deployments.ts';
import { mendFile, mendMissing } from '../rules/mending.ts';
import { missingText } from '../rules/missing.ts';
import { permissionClue } from '../rules/permissions.ts';
import { type Found, group, lineOf, path, restart, type WordRule } from './word.ts';

/** The one database file of the service, or the folder where one should be. */
function databaseOf(found: Found): string | null {
  const named = new RegExp(String.raw`(${path}\.(?:db|sqlite3?|mdb|ldb))`).exec(found.proof)?.[1];
  const files = found.scene.files.filter(({ path: one }) => /\.(?:db|sqlite3?)$/.test(one));
  return named ?? (files.length === 1 ? (files[0]?.path ?? null) : null);
}

/** Repositories of backups, package managers and programs themselves have locks, too. */
function lockedThing(found: Found, file: string | null): string {
  const isDatabase = file !== null || /database|table|SQL|deadlock|DB\b/i.test(found.proof);
  return isDatabase ? `The database${file === null ? '' : ` ${file}`}` : 'What it needs';
}

const oldProgram: Need = { kind: 'roll-back', reason: 'the program before it fits the database as it is' };
const oldData: Need = { kind: 'restore-backup', reason: 'the backup has a program and data that fit each other' };

/** Lately deployed code is taken back; where none was, it is the data that changed. */
const isDeployed = ({ scene }: Found): boolean =>
  readDeployments(scene.output('Deployed commits')).some(
    (commit) => !commit.isFirst && (scene.hostNow ?? 0) - Math.max(commit.at, commit.movedAt ?? 0) < recentMs,
  );
const recentMs = 3 * 24 * 60 * 60_000;

export const databaseWords: readonly WordRule[] = [
  {
    id: 'database-read-only',
    pattern: /(?:attempt to write a )?readonly database|database is read-?only|SQLITE_READONLY/i,
    make: (found) => {
      const file = databaseOf(found);
      return file === null
        ? clue(
            'permissions',
            0,
            'permission',
            'critical',
            `The database cannot be written: ${lineOf(found)}`,
            found.proof,
            [{ kind: 'repair-permissions', reason: 'it gives the files back to the account that the service runs as' }],
          )
        : permissionClue(found.scene, file, lineOf(found), found.proof);
    },
  },
  {
    id: 'database-locked',
    pattern:
      /database (?:table )?is locked|SQLITE_BUSY|Lock wait timeout exceeded|[Dd]eadlock (?:detected|found)|could not obtain lock|(?:another|already running) (?:instance|process)[^\n]{0,40}(?:running|lock|using)|lock file[^\n]{0,60}(?:exists|held)|(?:unable|failed|could not|cannot) (?:to )?(?:(?:acquire|obtain|get|take) )?[^\n]{0,40}\block\b|lock DB directory|is locked by/i,
    make: (found) => {
      const file = databaseOf(found);
      return clue(
        'storage',
        0,
        'database-locked',
        'critical',
        `${lockedThing(found, file)} is locked by another process: ${lineOf(found)}`,
        found.proof,
        [restart('it lets go of what it holds itself')],
      );
    },
  },
  {
    id: 'database-broken',
    pattern:
      /database disk image is malformed|file is not a database|InnoDB:[^\n]*corrupt|invalid page in block|(?:database|index|table|wal|log)[^\n]{0,40} (?:is )?corrupt|checksum mismatch|Bad file format reading the append only file|could not locate a valid checkpoint/i,
    make: (found) => {
      const file = databaseOf(found);
      return clue(
        'storage',
        0,
        'database-broken',
        'critical',
        `The database${file === null ? '' : ` ${file}`} is damaged: ${lineOf(found)}`,
        found.proof,
        mendFile(found.scene, file),
      );
    },
  },
  {
    id: 'database-missing',
    pattern: new RegExp(
      String.raw`unable to open database(?: file)?:? ?"?(?<file>${path})?|database "(?<name>[^"]+)" does not exist|Unknown database '(?<name2>[^']+)'|data directory "(?<file2>[^"]+)" does not exist`,
      'i',
    ),
    make: (found) => {
      const file = group(found, 'file') || databaseOf(found);
      const shut = file === null || file === '' ? null : permissionClue(found.scene, file, lineOf(found), found.proof);
      if (shut !== null && /wrong (?:owner|mode)/.test(shut.text)) return shut;
      const gone = [...found.scene.namedWays].find(({ target, missing }) => missing !== null && target === file);
      const what =
        gone === undefined
          ? `${lineOf(found)}${file === null || file === '' ? '' : ` (${file})`}`
          : missingText(found.scene, gone.target);
      return clue(
        'storage',
        0,
        'database-missing',
        'critical',
        `A database cannot be opened: ${what}`,
        found.proof,
        file === null || file === '' ? mendFile(found.scene, null) : mendMissing(found.scene, file),
      );
    },
  },
  {
    id: 'schema',
    pattern:
      /(?:column|relation|table) ["'`]?[\w.]+["'`]?(?: of relation "[^"]+")? does not exist|no such (?:table|column)|Unknown column|Table '[^']+' doesn't exist|migrations? (?:\S+ )?(?:has |have )?(?:failed|not been applied|pending|are pending)|unapplied migration|Can't locate revision|schema (?:version|is)[^\n]{0,60}(?:mismatch|newer|older|too|expected|not)|failed to (?:run|apply) migrations?/i,
    make: (found) =>
      clue(
        'storage',
        0,
        'schema',
        'critical',
        `The database does not have the schema that the program expects; a migration did not run, or only half: ${lineOf(found)}`,
        found.proof,
        isDeployed(found) ? [oldProgram, oldData] : [oldData, oldProgram],
      ),
  },
];
