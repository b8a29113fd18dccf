/** What holds nothing: runs that only look. */
export const noResource = 'none';

/** The resource of a systemd unit, whichever way its name is written. */
export const unitResource = (unit: string): string => `unit:${unit.replace(/\.service$/, '')}`;

/** Whether two runs on one host get in each other's way; `host` stands for everything there. */
export function resourcesClash(a: string, b: string): boolean {
  if (a === noResource || b === noResource) return false;
  return a === b || a === 'host' || b === 'host';
}
