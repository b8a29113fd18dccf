import type { DraftProposal } from './draftProposal.ts';
import type { HostFindings } from './hostFindings.ts';

const realFileSystems =
  /^(ext[234]|xfs|btrfs|zfs|f2fs|jfs|reiserfs|bcachefs|ntfs3?|fuseblk|nfs4?|cifs|fuse\.(mergerfs|sshfs))$/;
const overNetwork = /^(nfs|cifs|fuse\.sshfs)/;
const inside = /^\/(proc|sys|dev|run|snap|var\/lib\/(docker|containers|kubelet)|boot\/efi)(\/|$)/;

type Mount = HostFindings['mounts'][number];

/** File systems that can run full, each device once; that of `/` is proposed for every host. */
export function proposeMounts({ mounts }: HostFindings): readonly DraftProposal[] {
  const rootDevice = mounts.find(({ path }) => path === '/')?.device;
  const wanted = mounts.filter(({ path, type }) => path !== '/' && realFileSystems.test(type) && !inside.test(path));
  const byDevice = Map.groupBy(wanted, (mount) =>
    mount.type === 'zfs' ? (mount.device.split('/')[0] ?? '') : mount.device,
  );
  return [...byDevice].flatMap(([device, same]): readonly DraftProposal[] => {
    const shortest = same.reduce<Mount | undefined>(
      (best, one) => (best === undefined || one.path.length < best.path.length ? one : best),
      undefined,
    );
    const isRoot = device === rootDevice || device === rootDevice?.split('/')[0];
    if (shortest === undefined || isRoot) return [];
    const { path, type } = shortest;
    const reason = `${type} from ${shortest.device}`;
    const name = `disk${path.replaceAll('/', '-')}`;
    return [
      {
        group: 'mount',
        name,
        check: { name: `Space of ${path}`, kind: 'disk', path, mounted: true },
        reason,
        isRecommended: !overNetwork.test(type),
        isFailing: false,
      },
    ];
  });
}

/** Pools and drives that know of their own health. */
export function proposePools({ pools, mounts, drives }: HostFindings): readonly DraftProposal[] {
  const zfs = pools.map(({ name, health }): DraftProposal => ({
    group: 'pool',
    name: `zfs-${name}`,
    check: { name: `ZFS pool ${name}`, kind: 'storage-health', target: 'zfs', device: name },
    reason: `a ZFS pool, ${health}`,
    isRecommended: true,
    isFailing: health !== 'ONLINE',
  }));
  const btrfs = [
    ...Map.groupBy(
      mounts.filter(({ type }) => type === 'btrfs'),
      ({ device }) => device,
    ).values(),
  ];
  const needsRoot = 'needs root: allow the user the tool through sudo without a password';
  return [
    ...zfs,
    ...btrfs.flatMap(([first]): readonly DraftProposal[] => {
      if (first === undefined) return [];
      const health = { kind: 'storage-health', target: 'btrfs', device: first.path } as const;
      const check = { name: `Errors of btrfs at ${first.path}`, ...health };
      const name = `btrfs${first.path.replaceAll('/', '-')}`;
      return [
        {
          group: 'pool',
          name,
          check,
          reason: `counted by btrfs itself; ${needsRoot}`,
          isRecommended: false,
          isFailing: false,
        },
      ];
    }),
    ...drives.map((device): DraftProposal => {
      const health = { kind: 'storage-health', target: 'smart', device } as const;
      const check = { name: `Health of the drive ${device}`, ...health };
      const name = `smart-${device.replace('/dev/', '')}`;
      return {
        group: 'pool',
        name,
        check,
        reason: `what it says of itself (SMART); ${needsRoot}`,
        isRecommended: false,
        isFailing: false,
      };
    }),
  ];
}
