/** A mounted file system and how full it is, from a line of `df -P`. */
export type Mount = { readonly path: string; readonly percent: number; readonly line: string };

/** Layers, images and views of the kernel: full by nature, or counted where they lie. */
const views = /^(?:devtmpfs|udev|overlay|shm|none|efivarfs|squashfs|rootfs|\/dev\/loop)/;
const ofKernel = /^\/(?:dev|sys|proc)(?:\/|$)/;

/** The file systems that can run full, fullest first. Those in memory count too: programs write there. */
export function readMounts(output: string): readonly Mount[] {
  const mounts = output.split('\n').flatMap((line): readonly Mount[] => {
    const match = /^(\S+)\s.*\s(\d+)%\s+(\/.*)$/.exec(line);
    if (match === null) return [];
    const path = match[3] ?? '';
    const isReal = path === '/' || (!views.test(match[1] ?? '') && !ofKernel.test(path) && !path.startsWith('/snap/'));
    return isReal ? [{ path, percent: Number(match[2]), line }] : [];
  });
  return mounts.toSorted((a, b) => b.percent - a.percent);
}

/** The file system of `mounts` that a path lies on; undefined where none of them holds it. */
export const mountOf = (path: string, mounts: readonly string[]): string | undefined =>
  mounts
    .filter((mount) => path === mount || path.startsWith(mount === '/' ? mount : `${mount}/`))
    .toSorted((one, other) => other.length - one.length)[0];
