import { compactDateTime } from '../time/zonedTime.ts';

/** `INC-20261123-0311` in the user's zone; with `-2`, `-3` and so on while the id is taken. */
export function incidentId(at: number, timeZone: string, isTaken: (id: string) => boolean): string {
  const plain = `INC-${compactDateTime(at, timeZone)}`;
  let id = plain;
  for (let number = 2; isTaken(id); number += 1) id = `${plain}-${number}`;
  return id;
}
