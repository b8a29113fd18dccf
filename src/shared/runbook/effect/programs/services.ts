import { always, each, has, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const unitOptions = {
  flags:
    '-l -a -q -r --no-pager --full --all --quiet --failed --plain --no-legend --user --system --reverse --recursive --value --with-dependencies --show-types --after --before',
  values: '-n -p -t -o -P --lines --property --type --state --output --legend',
} as const;
const reading_ = reading(unitOptions);
const changing =
  (what: string): Rule =>
  (_args, program) =>
    changes(`\`${program}\` ${what}`);

const systemctl = verbs(unitOptions, {
  '': always(reads),
  ...each(
    `status show cat is-active is-enabled is-failed is-system-running list-units list-unit-files list-timers list-sockets list-dependencies list-jobs
    list-automounts list-paths get-default show-environment`,
    reading_,
  ),
  ...each(
    'reboot poweroff halt kexec soft-reboot emergency rescue suspend hibernate hybrid-sleep',
    always(destroys('it stops or restarts the host')),
  ),
  ...each('restart try-restart reload reload-or-restart try-reload-or-restart', changing('restarts or reloads units')),
  ...each('start isolate', changing('starts units')),
  ...each('stop kill', changing('stops units')),
  clean: always(destroys('`systemctl clean` deletes files of a unit')),
  revert: always(destroys('`systemctl revert` deletes changes of unit files')),
});

const journalOptions = {
  flags: `-f -e -r -x -b -k -a -q -m --no-pager --follow --pager-end --reverse --catalog --dmesg --all --quiet --merge --utc --no-hostname --no-full --full
  --list-boots --disk-usage --system --user --no-tail --verify --header --boot --this-boot --truncate-newline`,
  values:
    '-u -n -p -t -g -o -S -U -c -D -M -F -b --unit --user-unit --lines --priority --identifier --grep --since --until --output --cursor --after-cursor --boot --output-fields --facility --field --directory --case-sensitive --namespace -i --file',
  hasNumbers: true,
} as const;

const journalctl: Rule = (args, program, effectOfWords) => {
  if (args.some(({ value, prefix }) => (value ?? prefix).startsWith('--vacuum')))
    return destroys(`\`${program} --vacuum\` deletes log entries`);
  return bootRule(args, program, effectOfWords);
};

/** `-b` may have a value or not: as a flag first, since an operand of `journalctl` never does harm. */
const bootRule = reading({
  flags: journalOptions.flags,
  values: journalOptions.values.replace(' -b ', ' ').replace(' --boot ', ' '),
  hasNumbers: true,
});

const serviceRule: Rule = (args, program) => {
  if (args.length === 1 && has(args, '--status-all')) return reads;
  return args.length === 2 && args[1]?.value === 'status' && args[0]?.value?.startsWith('-') === false
    ? changes(`\`${program}\` runs a script of the service`)
    : changes(`\`${program}\` changes what runs`);
};

/** Programs that manage services and show logs. */
export const servicePrograms: Readonly<Record<string, Rule>> = {
  systemctl,
  journalctl,
  service: serviceRule,
  'systemd-analyze': verbs(
    { flags: '--no-pager --user --system' },
    {
      '': always(reads),
      ...each(
        'time blame critical-chain security calendar timespan verify unit-paths',
        reading({ flags: '--no-pager --user --man=no' }),
      ),
    },
  ),
  'systemd-cgtop': reading({
    flags: '-b -p -t -c -m -i --batch',
    values: '-n -d --depth --iterations',
    hasNumbers: true,
  }),
  resolvectl: verbs(
    { flags: '--no-pager -4 -6', values: '-t -i' },
    { '': always(reads), ...each('status query statistics dns domain', reading({ operands: 1, flags: '-4 -6' })) },
  ),
  networkctl: verbs(
    { flags: '--no-pager -a --no-legend' },
    { '': always(reads), ...each('list status lldp', reading({ flags: '-a --all --no-pager', values: '-n' })) },
  ),
  supervisorctl: verbs({}, each('status pid avail version', always(reads))),
  'rc-status': reading({ flags: '-a -s -u -l', operands: 1 }),
  'fail2ban-client': verbs({}, each('status ping version', always(reads))),
  nginx: (args) =>
    args.every(({ value }) => value !== null && /^-(?:t|T|v|V|q)$/.test(value)) && args.length > 0
      ? reads
      : changes('`nginx` with these arguments controls the server'),
  ...each('apachectl apache2ctl httpd', (args, program) =>
    args.length === 1 && has(args, 'configtest', '-t', '-S', '-M', '-v', '-V')
      ? reads
      : changes(`\`${program}\` controls the server`),
  ),
  haproxy: (args, program, effectOfWords) =>
    has(args, '-v', '-vv', '-c')
      ? reading({ flags: '-c -v -vv -q', values: '-f', operands: 0 })(args, program, effectOfWords)
      : changes('`haproxy` starts a server'),
  sshd: (args, program, effectOfWords) =>
    has(args, '-t', '-T')
      ? reading({ flags: '-t -T', values: '-f -C', operands: 0 })(args, program, effectOfWords)
      : changes('`sshd` starts a server'),
  visudo: (args, program, effectOfWords) =>
    has(args, '-c', '-cf')
      ? reading({ flags: '-c -q -s', values: '-f', operands: 1 })(args, program, effectOfWords)
      : changes('`visudo` edits sudoers'),
  caddy: verbs({}, { version: always(reads), validate: reading({ values: '--config --adapter' }) }),
  'named-checkconf': reading({ flags: '-z', operands: 1 }),
  promtool: verbs({}, { check: verbs({}, each('config rules', reading({}))) }),
  amtool: verbs(
    { values: '--alertmanager.url' },
    {
      alert: reading({ operands: (operands) => operands.every(({ value }) => value === 'query') }),
      'check-config': reading({}),
    },
  ),
};
