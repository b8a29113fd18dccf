import type { CheckDefinition } from '../check/checkDefinition.ts';

const longestId = 63;

/** `<owner>-<name>` as a valid id: an owner too long for both is cut, never the name. */
export function checkIdOf(ownerId: string, name: string): string {
  const room = Math.max(1, longestId - name.length - 1);
  return `${ownerId.slice(0, room)}-${name}`.slice(0, longestId);
}

/** What every host is asked unless the person says otherwise: reachable, root disk, memory, load. */
export function defaultHostChecks(hostId: string): CheckDefinition[] {
  return [
    { id: checkIdOf(hostId, 'reachable'), name: 'Reachable over SSH', kind: 'reachable' },
    { id: checkIdOf(hostId, 'disk'), name: 'Space of /', kind: 'disk', path: '/' },
    { id: checkIdOf(hostId, 'memory'), name: 'Memory', kind: 'memory' },
    // A busy machine is worth a warning, but nobody has to get up for it.
    { id: checkIdOf(hostId, 'load'), name: 'Processor load', kind: 'load', opensIncident: 'never' },
  ];
}
