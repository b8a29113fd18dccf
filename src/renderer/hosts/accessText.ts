import type { Host } from '#shared/lab/labFile.ts';

/** How a host is reached, in words. */
export function accessText({ access, tags = [] }: Host): string {
  const tagged = tags.length === 0 ? '' : `, tags ${tags.join(', ')}`;
  if (access.transport === 'local') return `this computer${tagged}`;
  const by = access.transport === 'ssh' ? " by this computer's ssh" : '';
  if (access.alias !== undefined) return `${access.alias} of ~/.ssh/config${by}${tagged}`;
  const user = access.user === undefined ? '' : `${access.user}@`;
  const port = access.port === undefined ? '' : `, port ${access.port}`;
  return `${user}${access.address ?? '?'}${port}${by}${tagged}`;
}
