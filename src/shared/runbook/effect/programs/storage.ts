import { always, each, has, reading, type Rule, verbs } from '../options.ts';
import { changes, destroys, reads } from '../verdict.ts';

const formatting =
  (what: string): Rule =>
  (_args, program) =>
    destroys(`\`${program}\` ${what}`);

const showing = reading({
  flags: '-a -v -h -p -H -r -l -T -s -u --noheadings',
  values: '-o -O -t -d --units --separator',
});

/** A log page such as `scterc,70,70` with numbers behind its name sets them (smartctl(8), `-l`). */
const smartctlRule: Rule = (args, program, effectOfWords) =>
  args.some(({ value, text }) => /(?:scterc|scttempint),/i.test(value ?? text))
    ? changes(`\`${program}\` sets a disk's limits`)
    : reading({
        flags: '-a -i -H -A -c -x --all --xall --health --info --attributes --scan',
        values: '-l -d -q --log -n',
      })(args, program, effectOfWords);

/** Partition tables are listed with these options, and changed with any other. */
function listingOnly(...options: readonly string[]): Rule {
  return (args, program) =>
    has(args, ...options) &&
    args.every(({ value }) => value !== null && (!value.startsWith('-') || options.includes(value)))
      ? reads
      : destroys(`\`${program}\` changes partitions`);
}

/** Programs about disks, volumes, pools and file systems. */
export const storagePrograms: Readonly<Record<string, Rule>> = {
  lsblk: reading({ flags: '-a -f -l -p -t -m -d -n -b -i -r -J -P -O -S --fs --json', values: '-o --output' }),
  blkid: reading({ flags: '-p', values: '-s -o -t' }),
  mount: (args, program) =>
    args.length === 0 || (args.length === 1 && has(args, '-l'))
      ? reads
      : changes(`\`${program}\` mounts a file system`),
  swapon: reading({ flags: '-s --show --summary --noheadings --bytes', operands: (operands) => operands.length === 0 }),
  ...each('lvs vgs pvs', showing),
  ...each('lvdisplay vgdisplay pvdisplay', reading({ flags: '-v -m -c -C' })),
  mdadm: (args, program, effectOfWords) =>
    has(args, '--detail', '-D', '--query', '-Q', '--examine', '-E')
      ? reading({ flags: '--detail -D --query -Q --examine -E --scan -s' })(args, program, effectOfWords)
      : destroys(`\`${program}\` changes an array`),
  smartctl: smartctlRule,
  nvme: verbs(
    {},
    {
      ...each('list smart-log error-log id-ctrl list-subsys', reading({ flags: '-H', values: '-o' })),
      ...each('format sanitize', formatting('deletes what is on the disk')),
    },
  ),
  cryptsetup: verbs(
    {},
    {
      status: reading({ operands: 1 }),
      ...each('luksFormat luksErase erase reencrypt', formatting('makes what is on the disk unreadable')),
    },
  ),
  zpool: verbs(
    {},
    {
      ...each('status list iostat get history events', reading({ flags: '-v -x -H -p -L -P -T -l', values: '-o -t' })),
      destroy: formatting('deletes a pool'),
      labelclear: formatting('deletes labels of a disk'),
    },
  ),
  zfs: verbs(
    {},
    {
      ...each('list get', reading({ flags: '-H -r -p', values: '-t -o -s -S -d -R' })),
      destroy: formatting('deletes a data set or snapshot'),
      rollback: formatting('throws away everything since a snapshot'),
    },
  ),
  btrfs: verbs(
    {},
    {
      filesystem: verbs({}, each('show df usage du', reading({ flags: '-h -b -s -T --si' }))),
      subvolume: verbs(
        {},
        { ...each('list show', reading({ flags: '-a -s -r -t -o -p -c' })), delete: formatting('deletes a subvolume') },
      ),
      scrub: verbs({}, { status: reading({ flags: '-d -R' }) }),
      device: verbs({}, each('stats usage', reading({ flags: '-c -b' }))),
      balance: verbs({}, { status: reading({ flags: '-v' }) }),
    },
  ),
  ...Object.fromEntries(
    [
      'mkfs',
      'mkswap',
      'wipefs',
      'mke2fs',
      'mkfs.ext2',
      'mkfs.ext3',
      'mkfs.ext4',
      'mkfs.xfs',
      'mkfs.btrfs',
      'mkfs.vfat',
      'mkfs.fat',
      'blkdiscard',
    ].map((name) => [name, formatting('deletes what is on the disk')]),
  ),
  parted: (args, program) =>
    has(args, '-l', '--list') && args.every(({ value }) => /^(?:-[lsm]|--list|--script|--machine)$/.test(value ?? ''))
      ? reads
      : destroys(`\`${program}\` changes partitions`),
  ...each('fdisk sfdisk gdisk', listingOnly('-l', '--list')),
  /** Its `-l` loads a partition table. */
  sgdisk: listingOnly('-p', '--print'),
  cfdisk: listingOnly(),
  ...each('lvremove vgremove pvremove lvreduce', formatting('deletes volumes or parts of them')),
  ...each('fsck e2fsck xfs_repair fsck.ext4', always(changes('it may repair a file system'))),
  restic: verbs(
    { values: '-r --repo --password-file -p', flags: '--no-lock --json -q' },
    { ...each('forget prune', formatting('deletes backups')) },
  ),
  borg: verbs({}, each('prune delete compact', formatting('deletes backups'))),
};
