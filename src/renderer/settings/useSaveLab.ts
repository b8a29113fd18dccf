import { useRequest } from '../state/useRequest.ts';
import type { LabDraft } from './labDraft.ts';

/** `lab.yaml` as it is on disk. */
export type LabOnDisk = { readonly text: string; readonly hash: string };

export type SaveAnswer =
  | { readonly kind: 'saved'; readonly onDisk: LabOnDisk }
  /** Somebody else changed the file since the draft began, so nothing was written. */
  | { readonly kind: 'conflict'; readonly onDisk: LabOnDisk };

/** Writes a draft where the file is still the one that it began from; the disk itself is asked before and after. */
export function useSaveLab() {
  return useRequest(async (client, requestId, { text, baseHash }: LabDraft): Promise<SaveAnswer> => {
    const before = await client.lab.readText({});
    // A repeat after a lost connection finds its own text there already.
    if (before.text === text) return { kind: 'saved', onDisk: before };
    if (before.hash !== baseHash) return { kind: 'conflict', onDisk: before };
    await client.lab.writeText({ requestId, text, baseHash });
    const onDisk = await client.lab.readText({});
    return { kind: onDisk.text === text ? 'saved' : 'conflict', onDisk };
  });
}
