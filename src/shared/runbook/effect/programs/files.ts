import type { Argument } from '../argument.ts';
import { always, each, has, type Rule } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const backup = /backup|\.bak\b|\.orig\b|\.old\b|snapshot|~$|\/tmp\/|\$\(date|\.save\b/i;
const isRecursive = ({ value }: Argument) => value !== null && /^-\w*[rRa]\w*$|^--(?:recursive|archive)$/.test(value);
const isGlob = ({ value, text }: Argument) => value === null && /[*?[]/.test(text);

/** A copy into a safe place changes little; a copy of many files, or out of a backup, overwrites what is there. */
const copyRule: Rule = (args, program) => {
  const operands = args.filter(({ value }) => value === null || !value.startsWith('-'));
  const target = operands.at(-1)?.text ?? '';
  const sources = operands.slice(0, -1);
  const keeps =
    has(args, '-n', '--no-clobber', '-i', '--interactive') ||
    args.some(({ value }) => value !== null && /^(?:-b|--backup(?:=.*)?)$/.test(value));
  if (keeps || backup.test(target)) return changes(`\`${program}\` writes ${target}`);
  const isMany = args.some(isRecursive) || sources.some(isGlob) || sources.length > 1;
  if (isMany || sources.some(({ text }) => backup.test(text)) || has(args, '-f', '--force'))
    return destroys(`\`${program}\` overwrites what is in ${target}`);
  return changes(`\`${program}\` writes ${target}`);
};

const syncRule: Rule = (args, program) => {
  if (
    has(args, '-n', '--dry-run') &&
    !args.some(({ value }) => value !== null && /^(?:-e|--rsh|--rsync-path|--log-file)/.test(value))
  )
    return changes(`\`${program}\` compares two folders`);
  return args.some(({ value }) => value !== null && /^--(?:delete|remove-source)/.test(value))
    ? destroys(`\`${program} --delete\` deletes files`)
    : changes(`\`${program}\` writes files`);
};

const teeRule: Rule = (args, program) =>
  args.every(({ value }) => value === '/dev/null' || value === '/dev/stderr' || value === '-a')
    ? reads
    : changes(`\`${program}\` writes files`);

const deleting =
  (what: string): Rule =>
  (_args, program) =>
    destroys(`\`${program}\` ${what}`);

/** Programs that make, move and delete files. */
export const filePrograms: Readonly<Record<string, Rule>> = {
  ...each('rm unlink rmdir srm', deleting('deletes files')),
  ...each('shred wipe scrub', deleting('deletes files for good')),
  truncate: deleting('cuts off what is in a file'),
  dd: (args, program) =>
    args.some(({ value, prefix }) => (value ?? prefix).startsWith('of=') && value !== 'of=/dev/null')
      ? destroys(`\`${program}\` overwrites its target`)
      : changes(`\`${program}\` may write`),
  ...each('cp install', copyRule),
  rsync: syncRule,
  tee: teeRule,
  logrotate: (args, program) =>
    changes(has(args, '-f', '--force') ? `\`${program} -f\` rotates logs at once` : `\`${program}\` rotates logs`),
  ...each('touch mkdir ln mv chmod chown chgrp setfacl chattr mktemp', always(changes('it changes files or folders'))),
};
