import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';

export const notificationActionSchema = z.enum(['acknowledge', 'open', 'review', 'remedy']);
export type NotificationAction = z.infer<typeof notificationActionSchema>;

export const offeredRemedySchema = z.strictObject({
  actionId: z.string(),
  title: z.string(),
  reason: z.string(),
  /** More than a click is needed: taking it opens its preflight. */
  asks: z.boolean(),
});
/** The remedy that a notification or the tray offers. */
export type OfferedRemedy = z.infer<typeof offeredRemedySchema>;

/** Something said to the person once; core state that any client may show and answer once. */
export const notificationSchema = z.strictObject({
  id: z.string(),
  level: z.enum(['P1', 'P2', 'P3', 'P4', 'warning', 'info', 'recovery']),
  title: z.string(),
  body: z.string(),
  incidentId: z.string().nullable(),
  hostId: z.string().nullable(),
  actions: z.array(notificationActionSchema),
  /** What its action `remedy` starts; known once findings suggest one. */
  remedy: offeredRemedySchema.optional(),
});
export type Notification = z.infer<typeof notificationSchema>;

/** A notification with what became of it. */
export type NotificationRecord = Notification & {
  readonly raisedAt: number;
  readonly answeredAt: number | null;
  readonly deliveries: readonly { readonly channel: string; readonly at: number; readonly error: string | null }[];
};

export const deliverySchema = z.strictObject({ channel: z.string(), at: instantSchema, error: z.string().nullable() });
