import { awkRule } from './awk.ts';
import { sedRule } from './sed.ts';
import { onlyWith, reading, type Rule } from '../options.ts';

/** Programs that turn text into other text, each with the options that write no file and run no program. */
export const textPrograms: Readonly<Record<string, Rule>> = {
  awk: awkRule,
  gawk: awkRule,
  mawk: awkRule,
  sed: sedRule,
  sort: reading({
    flags:
      '-n -r -u -h -f -b -d -g -i -M -R -V -z -s -c -C -m --numeric-sort --reverse --unique --human-numeric-sort --ignore-case --version-sort --stable --zero-terminated',
    values: '-k -t -S --key --field-separator',
  }),
  uniq: reading({
    flags: '-c -d -u -i -D -z --count --repeated --unique --ignore-case',
    values: '-f -s -w',
    operands: 1,
    stopsAtOperand: true,
  }),
  shuf: reading({ flags: '-e -r -z', values: '-n -i' }),
  xxd: reading({ flags: '-p -b -u -i', values: '-l -s -c -g', operands: 1, stopsAtOperand: true }),
  file: reading({ flags: '-b -i -L -h -k -s -z -0 --mime-type --mime --brief' }),
  /** `+` is followed by what `less` does first, a shell command among it. */
  less: reading({
    flags: '-R -S -N -F -X -r -i -n -E -e',
    hasNumbers: true,
    operands: (operands) => operands.every(({ value }) => value === null || /^(?!\+)|^\+(?:F|G|g|\d+)$/.test(value)),
  }),
  more: reading({}),
  rg: reading({
    flags:
      '-i -n -v -w -l -c -o -F -S -s -u -uu -uuu -N -L -P -U --hidden --no-ignore --count --files-with-matches --no-heading --line-number --no-config',
    values: '-e -g -t -T -A -B -C -m --glob --type --max-count --color',
  }),
  tree: reading({
    flags: '-a -d -f -i -s -h -p -u -g -D -F -C -n -x -l --du --dirsfirst --noreport',
    values: '-L -I -P',
  }),
  yq: reading({ flags: '-r -e -M -C -P -N -j -y -c', values: '-o -p', operands: () => true }),
  tar: tarRule,
  unzip: onlyWith(['-l', '-v', '-t', '-Z'], { flags: '-l -v -t -Z -q' }),
  zipinfo: reading({ flags: '-1 -l -s -m -v -h -t' }),
  gzip: onlyWith(['-l', '-t', '--list', '--test'], { flags: '-l -t -v --list --test' }),
  json_pp: reading({ operands: 0 }),
};

/** Listing only; any other letter may write files or run a program. The old form has letters without a hyphen. */
function tarRule(...[args, program, inner]: Parameters<Rule>): ReturnType<Rule> {
  const letters = args[0]?.value ?? '';
  const isOld = /^[tvzjJf]+$/.test(letters);
  const lists = isOld
    ? letters.includes('t')
    : args.some(({ value }) => value === '--list' || (value !== null && /^-[vzjJ]*t[vzjJ]*f?$/.test(value)));
  const rule = reading({
    flags: '-t -v -z -j -J --list --verbose --gzip --zstd',
    values: '-f --file',
    operands: () => lists,
  });
  return rule(isOld ? args.slice(1) : args, program, inner);
}
