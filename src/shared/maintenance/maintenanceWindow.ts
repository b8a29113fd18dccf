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
  /** With their services and checks. */
  hosts: z.array(identifierSchema).optional(),
  services: z.array(identifierSchema).optional(),
  checks: z.array(identifierSchema).optional(),
  start: localMoment.optional(),
  end: localMoment.optional(),
  weekly: z
    .strictObject({
      /** 1 is Monday; the days on which it begins. */
      days: z.array(z.int().min(1).max(7)).min(1),
      from: timeOfDay,
      /** The next day where it is not after `from`. */
      to: timeOfDay,
    })
    .optional(),
  /** IANA zone of these times; the lab's where absent, else the observer's. */
  timeZone: z.string().optional(),
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindowSchema>;
