import { clue, type Need } from '../clue.ts';
import { unitPlaceOf } from '../rules/unitPlace.ts';
import { type Found, group, lineOf, restart, simply, type WordRule } from './word.ts';

const space: readonly Need[] = [
  { kind: 'clear-temporary-data', reason: 'temporary data is the cheapest to give up' },
  { kind: 'prune-repositories', reason: 'old data can be had again' },
  { kind: 'shrink-journal', reason: 'old log entries are seldom missed' },
];

/** What takes a limit away that stands in a local drop-in. */
export const asideOf = (place: string): readonly Need[] =>
  /\.d\//.test(place) ? [{ kind: 'set-aside-drop-ins', reason: 'a local drop-in sets the limit' }] : [];

/** Threads and processes that the unit, its account or the host does not allow. */
function tooManyTasks(found: Found) {
  const [current, max] = ['TasksCurrent', 'TasksMax'].map((name) => found.scene.unit?.get(name) ?? '');
  const limit = /^\d+$/.test(max ?? '')
    ? `; the unit allows TasksMax=${max ?? ''}${/^\d+$/.test(current ?? '') ? `, ${current ?? ''} are in use` : ''}`
    : '';
  const place = unitPlaceOf(found.scene, '', /^(?:TasksMax|LimitNPROC)=/);
  return clue(
    'resources',
    0,
    'too-many-tasks',
    'critical',
    `It may not start more threads or processes: ${lineOf(found)}${limit}`,
    found.proof,
    [...asideOf(place), restart('a fresh process starts with few')],
  );
}

export const limitWords: readonly WordRule[] = [
  {
    id: 'quota',
    pattern:
      /Disk quota exceeded|EDQUOT|quota (?:exceeded|reached|is used up)|exceeded (?:your|its|the) (?:\w+ )?quota|insufficient[_ ]quota|over quota/i,
    make: (found) => {
      const isOfDisk =
        /disk|EDQUOT|write|file|user/i.test(lineOf(found)) && !/api|https?:|request|token/i.test(lineOf(found));
      return clue(
        isOfDisk ? 'storage' : 'rateLimit',
        0,
        'quota',
        'critical',
        `A quota is used up: ${lineOf(found)}`,
        found.proof,
        isOfDisk ? space : [],
      );
    },
  },
  {
    id: 'too-many-watches',
    pattern:
      /(?:number of|limit for|limit of)[^\n]{0,30} (?:file watchers|inotify (?:watches|instances))[^\n]*|inotify_(?:add_watch|init1?)[^\n]*(?:No space|Too many|EMFILE|ENOSPC)|max_user_(?:watches|instances)/i,
    make: simply(
      'resources',
      0,
      'too-many-watches',
      (found) =>
        `The host lets nobody watch more files (fs.inotify.${/instances|init/i.test(found.match[0]) ? 'max_user_instances' : 'max_user_watches'}): ${lineOf(found)}`,
      [restart('it lets go of those that it watches itself')],
    ),
  },
  {
    id: 'disk-full',
    pattern:
      /No space left on device|ENOSPC|(?:disk|file ?system|database or disk) is full|disk full|not enough (?:free )?(?:disk )?space|could not extend file|unable to persist on disk/i,
    make: simply(
      'storage',
      1,
      'disk-full',
      (found) => `No space (or no inodes) left on a file system: ${lineOf(found)}`,
      space,
    ),
  },
  {
    id: 'too-many-files',
    pattern: /EMFILE|ENFILE|Too many open files|file descriptors? (?:limit|exhausted)/i,
    make: (found) => {
      const place = unitPlaceOf(found.scene, '', /^LimitNOFILE=/);
      return clue(
        'resources',
        0,
        'too-many-files',
        'critical',
        `It has too many files open${place === '' ? '' : ` (LimitNOFILE in ${place})`}`,
        found.proof,
        [...asideOf(place), restart('a fresh process has none open')],
      );
    },
  },
  {
    id: 'too-many-tasks',
    pattern:
      /can't start new thread|failed to create new OS thread|unable to create (?:new )?native thread|pthread_create[^\n]*(?:failed|EAGAIN|unavailable)|(?:fork|spawn|clone|vfork)[^\n]{0,40}(?:Resource temporarily unavailable|EAGAIN|retry)|Cannot fork|newosproc|max(?:imum)? (?:number of )?(?:user )?processes/i,
    make: tooManyTasks,
  },
  {
    id: 'out-of-memory',
    pattern:
      /Out of memory|oom-kill|OOM killer|result 'oom|JavaScript heap out of memory|OutOfMemoryError[^\n]*|Cannot allocate memory|ENOMEM|MemoryError|std::bad_alloc|memory allocation of \d+ bytes failed|Allowed memory size of \d+ bytes exhausted|could not (?:map|reserve)[^\n]* memory|(?:failed|unable) to (?:alloc|reserve)\w*[^\n]* memory/i,
    make: simply('resources', 0, 'out-of-memory', (found) => `It ran out of memory: ${lineOf(found)}`, [
      restart('a fresh process starts small'),
    ]),
  },
  {
    id: 'connection-limit',
    pattern:
      /too many (?:clients|connections)|remaining connection slots are reserved|max(?:imum)? (?:number of )?(?:clients|connections)(?: \w+)? (?:reached|exceeded)|connection limit (?:exceeded|reached)|worker_connections are not enough|(?:connection )?pool (?:is )?(?:exhausted|timed? ?out|limit|empty)|QueuePool limit/i,
    make: simply('resources', 0, 'connection-limit', (found) => `A limit of connections is reached: ${lineOf(found)}`, [
      restart('it lets go of the connections that it holds'),
    ]),
  },
  {
    id: 'clock',
    pattern:
      /current time (?<now>\d{4}-[\d:TZ.+-]+) is (?<side>before|after) (?<bound>\d{4}-[\d:TZ.+-]+)|clock (?:skew|is (?:wrong|off|behind|ahead))[^\n]*|(?:time|token|signature|request)[^\n]{0,40} (?:is in the future|too skewed|used before issued|issued in the future)|system time[^\n]{0,20} (?:wrong|incorrect|changed)|RequestTimeTooSkewed/i,
    make: (found) => {
      // A clock that is right, and a certificate that is over, is the certificate's rule.
      if (group(found, 'side') === 'after') return null;
      const now = Date.parse(group(found, 'now'));
      const isOld =
        Number.isNaN(now) || now < Date.parse('2024-01-01T00:00:00Z') || Math.abs(found.scene.skewMs ?? 0) > 300_000;
      return isOld
        ? clue('network', 0, 'clock', 'critical', `The clock is wrong: ${lineOf(found)}`, found.proof)
        : null;
    },
  },
];
