/** A unit's name without `.service`, as people and commands say it. */
export const bareUnit = (unit: string): string => unit.replace(/\.service$/, '');
