import type { Scene } from './scene.ts';

/** A deleted file that a process keeps open: its size, where it was, and whose process that is. */
export type DeletedFile = {
  readonly bytes: number;
  readonly path: string;
  /** `mysqld (PID 12, db.service)`. */
  readonly who: string;
  readonly unit: string | null;
  readonly line: string;
};

/** Reads `SIZE /proc/PID/fd/N PATH (deleted) unit:CGROUP name:COMM`, largest first. */
export function deletedFiles(scene: Scene): readonly DeletedFile[] {
  return scene
    .output('Deleted files held open')
    .split('\n')
    .flatMap((line): readonly DeletedFile[] => {
      const match = /^(\d+) \/proc\/(\d+)\/fd\/\d+ (\/.*) \(deleted\) unit:(\S*) name:(.*)$/.exec(line);
      if (match === null) return [];
      const [, bytes = '', pid = '', path = '', cgroup = '', name = ''] = match;
      const unit = /([\w@.:\\-]+\.service)(?:\/|$)/.exec(cgroup)?.[1] ?? null;
      const who = `${name} (PID ${pid}${unit === null ? '' : `, ${unit}`})`;
      return [{ bytes: Number(bytes), path, who, unit, line }];
    })
    .toSorted((one, other) => other.bytes - one.bytes);
}
