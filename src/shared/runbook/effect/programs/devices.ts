import { each, has, onlyWith, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys } from '../verdict.ts';

/** Hard disks that are asked what they are; `-y`, `-S` and their like change them. */
const hdparm: Rule = (args, program, effectOfWords) => {
  if (args.some(({ value }) => value?.startsWith('--security-erase') === true || value === '--trim-sector-ranges'))
    return destroys(`\`${program}\` deletes what is on the disk`);
  return has(args, '-I', '-i', '-g', '-C')
    ? reading({ flags: '-I -i -g -C' })(args, program, effectOfWords)
    : changes(`\`${program}\` without -I, -i, -g or -C may change a disk`);
};

/** Programs that ask hardware, batteries and the mail queue how they are. */
export const devicePrograms: Readonly<Record<string, Rule>> = {
  sensors: reading({ flags: '-A -f -j -u --fahrenheit --no-adapter' }),
  hdparm,
  'nvidia-smi': reading({
    flags: '-L -q -x --query --list-gpus --xml-format',
    values: '-i -d --id --display --query-gpu --query-compute-apps --format',
    operands: 0,
  }),
  ipmitool: verbs(
    {},
    {
      sensor: reading({ operands: 0 }),
      ...each(
        'sdr sel',
        reading({ operands: (operands) => operands.every(({ value }) => /^(?:list|elist)$/.test(value ?? '')) }),
      ),
      chassis: verbs({}, { status: reading({ operands: 0 }) }),
    },
  ),
  apcaccess: reading({ values: '-h', operands: (operands) => operands.every(({ value }) => value === 'status') }),
  upsc: reading({ flags: '-l -L', operands: 2 }),
  fuser: reading({ flags: '-v -m -u -n -4 -6', operands: ({ length }) => length > 0 }),
  pidstat: reading({ flags: '-d -h -H -I -l -r -R -s -t -u -U -v -w', values: '-p -C -G -T' }),
  ntpq: reading({ flags: '-p -n -4 -6 -w', operands: 1 }),
  ...each('mailq getenforce sestatus aa-status', reading({ operands: 0 })),
  postqueue: onlyWith(['-p', '-j'], { flags: '-p -j', operands: 0 }),
  /** `postconf name=value` sets. */
  postconf: reading({
    flags: '-n -d -m -M -f -h',
    operands: (operands) => operands.every(({ value }) => value !== null && !value.includes('=')),
  }),
};
