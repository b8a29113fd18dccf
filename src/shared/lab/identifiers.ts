import { z } from 'zod';

/** Ids are written once in `lab.yaml` and stay when names change, so they are kept plain enough for URLs and shells. */
export const identifierSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be 1 to 63 of a-z 0-9 . _ - and start with a letter or digit');

/** A valid id made from a display name; the other word where nothing of the name can stay. */
export function identifierFrom(name: string, otherwise = 'host'): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 63);
  return plain === '' ? otherwise : plain;
}
