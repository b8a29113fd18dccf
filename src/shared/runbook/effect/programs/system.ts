import { always, each, has, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const isFormat = ({ value }: { readonly value: string | null }) => value?.startsWith('+') === true;

/** Signal 0 only asks, and it must come first: behind another signal `-0` is a process group. */
const killRule: Rule = ([first, ...others], program) => {
  const asks = first?.value === '-0' || first?.value === '-l' || first?.value === '-L';
  return asks && others.every((word) => word.value?.startsWith('-') === false)
    ? reads
    : changes(`\`${program}\` ends processes`);
};

const sysctlRule: Rule = (args, program, effectOfWords) => {
  const setting = args.find(({ value, text }) => (value ?? text).includes('='));
  if (setting !== undefined) return changes(`\`${program}\` sets a kernel parameter`);
  return reading({ flags: '-a -n -e -N -A -b --all --values' })(args, program, effectOfWords);
};

const stopping = always(destroys('it stops or restarts the host'));

/** Programs about processes, the kernel, hardware, users and the clock. */
export const systemPrograms: Readonly<Record<string, Rule>> = {
  date: reading({
    flags: '-u -R --utc --rfc-email --iso-8601 -I -Iseconds -Iminutes -Ihours -Idate',
    values: '-d -r --date --reference --iso-8601',
    operands: (operands) => operands.every(isFormat),
  }),
  hostname: reading({ flags: '-f -i -I -s -d -A -a --fqdn --short', operands: 0 }),
  dmesg: reading({
    flags: '-T -H -x -e -k -u -r -t -P --ctime --human --kernel --reltime --nopager --decode --notime',
    values: '-l -f --level --facility --since --until --color',
  }),
  lsof: reading({
    flags: '-n -P -t -l -a -U -b -w -R -X -V',
    values: '-i -p -u -c -d -s -g -F +D +d +L',
    operands: () => true,
  }),
  lspci: reading({ flags: '-v -vv -vvv -k -n -nn -m -t -b -D', values: '-s -d' }),
  dmidecode: reading({ flags: '-q', values: '-t -s --type --string', operands: 0 }),
  htop: reading({ values: '-u -p' }),
  iotop: reading({ flags: '-b -o -P -a -k -t -q', values: '-n -d -p -u' }),
  sar: reading({
    flags: '-u -r -b -d -q -A -W -B -S -w -y',
    values: '-n -f -s -e -P',
    operands: (operands) => operands.every(({ value }) => value !== null && /^\d+$/.test(value)),
  }),
  lastlog: reading({ values: '-u -t -b' }),
  tput: reading({ operands: (operands) => operands.every(({ value }) => /^(?:cols|lines|colors)$/.test(value ?? '')) }),
  sysctl: sysctlRule,
  ...each('kill', killRule),
  ...each('pkill killall', always(changes('it ends processes'))),
  crontab: (args, program, effectOfWords) =>
    has(args, '-r')
      ? destroys(`\`${program} -r\` deletes a crontab`)
      : reading({ flags: '-l', values: '-u', operands: (operands) => operands.length === 0 && has(args, '-l') })(
          args,
          program,
          effectOfWords,
        ),
  timedatectl: verbs(
    { flags: '--no-pager' },
    { '': always(reads), ...each('status show timesync-status show-timesync list-timezones', always(reads)) },
  ),
  hostnamectl: verbs({ flags: '--no-pager --static --pretty' }, { '': always(reads), status: always(reads) }),
  localectl: verbs({ flags: '--no-pager' }, { '': always(reads), status: always(reads) }),
  loginctl: verbs(
    { flags: '--no-pager --no-legend' },
    {
      '': always(reads),
      ...each(
        'list-sessions list-users list-seats show-session session-status show-user user-status seat-status',
        always(reads),
      ),
    },
  ),
  coredumpctl: verbs(
    { flags: '--no-pager --no-legend -r', values: '-n --since --until' },
    { '': always(reads), ...each('list info', reading({ flags: '--no-pager -r', values: '-n --since --until' })) },
  ),
  chronyc: verbs(
    { flags: '-n' },
    each('tracking sources sourcestats activity', reading({ flags: '-v -a', operands: 0 })),
  ),
  ...each('reboot poweroff halt', stopping),
  shutdown: (args, program, effectOfWords) =>
    has(args, '-c') ? changes(`\`${program} -c\` cancels a shutdown`) : stopping(args, program, effectOfWords),
  ...each('init telinit', (args, program) =>
    has(args, '0', '6') ? destroys('it stops or restarts the host') : changes(`\`${program}\` changes what runs`),
  ),
  ...each('userdel groupdel deluser delgroup', always(destroys('it deletes a user or group'))),
};
