import type { Argument } from '../argument.ts';
import { each, parseOptions, reading, type OptionList, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads, type Verdict, worst } from '../verdict.ts';

const harmlessFunctions =
  'count|sum|avg|min|max|now|version|current_database|current_user|pg_size_pretty|pg_database_size|pg_total_relation_size|pg_relation_size|pg_is_in_recovery|pg_last_wal_replay_lag|pg_wal_lsn_diff|pg_current_wal_lsn|pg_last_wal_replay_lsn|pg_last_xact_replay_timestamp|pg_blocking_pids|extract|round|coalesce|age|date_trunc|length|lower|upper|substr|left|right|concat|ifnull|sum|and|or|in|values|on|as|where|from|select|interval|over|by';
const functionCall = /\b([a-z_][\w.]*)\s*\(/giu;
/** A name in quotes or of other letters may be a function's, too. */
const quotedCall = /(?:["`'\]]|\P{ASCII})\s*\(/u;
const harmless = new RegExp(`^(?:${harmlessFunctions})$`, 'iu');
const deleting = /\b(?:drop|truncate|delete\s+from|reset\s+(?:master|slave)|purge|flushall|flushdb)\b/iu;

/** A statement reads when it shows or selects, calls only functions that read, and writes to no file. */
function statementVerdict(sql: string, program: string): Verdict {
  if (deleting.test(sql)) return destroys(`it tells \`${program}\` to delete data`);
  const statements = sql
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const isReading =
    statements.length > 0 &&
    statements.every((part) => {
      if (/^\\(?:l|d|dt|du|di|dn|conninfo|dx)\+?(?:\s+[\w.*]+)?$/.test(part)) return true;
      if (
        !/^(?:show|select|explain\s+select|describe|desc)\b/iu.test(part) ||
        /\b(?:into|outfile|dumpfile|for\s+update|for\s+share|analyze|lock|procedure|nextval|setval)\b|--|\/\*|#|\\|@|:=|\$/iu.test(
          part,
        )
      )
        return false;
      return !quotedCall.test(part) && [...part.matchAll(functionCall)].every(([, name = '']) => harmless.test(name));
    });
  return isReading ? reads : changes(`what it tells \`${program}\` is not known to only read`);
}

/** A client that is given its statements as the value of an option. */
function clientRule(list: OptionList, statementOptions: readonly string[], alone: readonly string[] = []): Rule {
  return (args, program) => {
    const { options, stranger } = parseOptions(args, list);
    const statements = options
      .filter(({ name }) => statementOptions.includes(name))
      .map(({ value }) => value?.value ?? null);
    const told = worst(
      statements.map((text) =>
        text === null
          ? changes(`what it tells \`${program}\` is not known before it runs`)
          : statementVerdict(text, program),
      ),
    );
    if (stranger !== null)
      return worst([told, changes(`\`${program}\` with \`${stranger}\` is not known to only read`)]);
    const shows = options.some(({ name }) => alone.includes(name));
    return statements.length > 0 || shows ? told : changes(`\`${program}\` waits for statements`);
  };
}

const psql = clientRule(
  {
    flags: '-A -t -x -q -X -l -w --no-psqlrc --list --tuples-only --version',
    values: '-h -p -U -d -c -F -P --host --port --username --dbname --command',
  },
  ['-c', '--command'],
  ['-l', '--list', '--version'],
);
const mysql = clientRule(
  {
    flags: '-N -B -s -t -E -p --batch --skip-column-names --version',
    values: '-h -P -u -e -D -S --host --port --user --execute --database --socket --defaults-extra-file',
  },
  ['-e', '--execute'],
  ['--version'],
);

const redisReading =
  'PING INFO DBSIZE GET TTL TYPE EXISTS KEYS SCAN LASTSAVE TIME ROLE LLEN SCARD ZCARD HLEN HGET HGETALL LRANGE STRLEN';
const redisPairs =
  'MEMORY USAGE,MEMORY STATS,MEMORY DOCTOR,CLIENT LIST,CONFIG GET,SLOWLOG GET,SLOWLOG LEN,LATENCY LATEST,CLUSTER INFO,CLUSTER NODES';
const redisRule: Rule = (args, program) => {
  const { operands, stranger } = parseOptions(args, {
    flags: '--raw --no-raw --stat --latency --bigkeys --version -c --tls --no-auth-warning',
    values: '-h -p -n -a -s --user',
    stopsAtOperand: true,
  });
  const words = operands.map(({ value }) => (value ?? '').toUpperCase());
  if (words[0]?.startsWith('FLUSH') === true || words[0] === 'DEL' || words[0] === 'UNLINK')
    return destroys(`it tells \`${program}\` to delete data`);
  if (stranger !== null) return changes(`\`${program}\` with \`${stranger}\` is not known to only read`);
  const isReading =
    redisReading.split(' ').includes(words[0] ?? '') || redisPairs.split(',').includes(words.slice(0, 2).join(' '));
  return isReading ? reads : changes(`what it tells \`${program}\` is not known to only read`);
};

const areKnown = (operands: readonly Argument[]) => operands.every(({ value }) => value !== null);

/** Clients of databases and queues. */
export const databasePrograms: Readonly<Record<string, Rule>> = {
  psql,
  ...each('mysql mariadb', mysql),
  mysqladmin: verbs(
    { flags: '-p', values: '-h -P -u -S' },
    {
      ...each('status ping processlist extended-status variables version', reading({ operands: 0 })),
      drop: (_args, program) => destroys(`\`${program}\` deletes a database`),
    },
  ),
  pg_isready: reading({ flags: '-q', values: '-h -p -U -d -t' }),
  ...each('redis-cli valkey-cli', redisRule),
  rabbitmqctl: verbs(
    { flags: '-q', values: '-n' },
    each(
      'status list_queues list_connections list_channels list_consumers list_exchanges list_users list_vhosts cluster_status node_health_check',
      reading({ flags: '-q', values: '-p', operands: areKnown }),
    ),
  ),
  etcdctl: verbs(
    { values: '--endpoints --cacert --cert --key' },
    {
      endpoint: verbs({}, each('health status', reading({ flags: '--cluster', values: '-w --endpoints' }))),
      member: verbs({}, { list: reading({ values: '-w' }) }),
    },
  ),
  ceph: (args, program) =>
    args.length <= 3 &&
    args.every(({ value }) => value !== null) &&
    /^(?:-s|status|health|health detail|df|df detail|osd (?:tree|df|stat|status)|mon stat|pg stat|version|versions|fs status)$/.test(
      args.map(({ value }) => value).join(' '),
    )
      ? reads
      : changes(`\`${program}\` with these arguments may change the cluster`),
  ...each('dropdb dropuser', (_args, program) => destroys(`\`${program}\` deletes a database or user`)),
};
