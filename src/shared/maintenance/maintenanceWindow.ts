import { z } from 'zod';
import { identifierSchema } from '../lab/identifiers.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 03:00');
const localMoment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d$/, 'must be a local date and time such as 2026-11-23 22:00');

/**
 * Work that was planned: problems in it are seen and journalled, but open no incident and ring nobody. Either once, from
 * `start` to `end`, or every week. Without hosts, services and checks it holds for the whole lab.
 */
export const maintenanceWindowSchema = z.strictObject({
  id: identifierSchema,
  name: z.string().optional(),
  hosts: z.array(identifierSchema).describe('With their services and checks.').optional(),
  services: z.array(identifierSchema).optional(),
  checks: z.array(identifierSchema).optional(),
  start: localMoment.optional(),
  end: localMoment.optional(),
  weekly: z
    .strictObject({
      days: z.array(z.int().min(1).max(7)).min(1).describe('1 is Monday; the days on which it begins.'),
      from: timeOfDay,
      to: timeOfDay.describe('The next day where it is not after `from`.'),
    })
    .optional(),
  timeZone: z.string().describe("IANA zone of these times; the lab's where absent.").optional(),
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindowSchema>;
