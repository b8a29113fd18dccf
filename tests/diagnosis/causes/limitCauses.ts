import type { Cause } from './cause.ts';
import { isDegraded } from './parts/auditor.ts';
import { down, dropIn, noDropIn } from './parts/units.ts';
import { anyRestart } from './parts/remedies.ts';
import { says } from './parts/says.ts';

/** Processors, memory and what else the host grants only so much of. */
export const limitCauses: readonly Cause[] = [
  {
    name: 'runaway process',
    service: 'notes',
    inject: `systemd-run -q --unit=cruncher sh -c 'while :; do :; done'; systemd-run -q --unit=cruncher2 sh -c 'while :; do :; done'; systemd-run -q --unit=cruncher3 sh -c 'while :; do :; done'; sleep 8`,
    undo: 'systemctl stop cruncher cruncher2 cruncher3',
    shows: 'true',
    diagnosed: /cruncher/,
    remedies: anyRestart,
  },
  {
    name: 'few open files allowed',
    inject: dropIn('gitops-auditor', String.raw`[Service]\nLimitNOFILE=4\n`),
    undo: noDropIn('gitops-auditor'),
    shows: `sleep 3; ! curl -s -m 2 -o /dev/null http://localhost:3000/health || ${isDegraded} || ${down('gitops-auditor')}`,
    diagnosed: /files open|LimitNOFILE/,
    remedies: ['set-aside-drop-ins'],
  },
  says(
    'too few tasks',
    'runtime: failed to create new OS thread (have 9 already; errno=11)\nruntime: may need to increase max user processes (ulimit -u)\nfatal error: newosproc',
    /thread|process/i,
  ),
  says(
    'Java heap',
    'INFO starting\nException in thread "main" java.lang.OutOfMemoryError: Java heap space\n\tat app.Ledger.load(Ledger.java:22)',
    /memory/i,
  ),
  says(
    'Elasticsearch',
    'bootstrap check failure [1] of [1]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]',
    /max_map_count/,
  ),
  says(
    'watches used up',
    "Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/ledger/in'\n    at FSWatcher.<computed> (node:internal/fs/watchers:247:19)",
    /watch/i,
  ),
  says(
    'inotify instances',
    'System.IO.IOException: The configured user limit (128) on the number of inotify instances has been reached, or the per-process limit on the number of open file descriptors has been reached.',
    /inotify/,
  ),
  says(
    'Node heap',
    '<--- Last few GCs --->\n[311:0x5]  61213 ms: Mark-sweep 2047.3 (2082.7) -> 2046.4 (2083.2) MB\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    /heap|memory/i,
  ),
  says('too many clients', 'pq: FATAL: sorry, too many clients already', /too many clients/),
];
