import { z } from 'zod';
import { checkStateSchema } from '../check/checkState.ts';
import { instantSchema } from '../time/instant.ts';
import { connectionStateSchema } from './connection.ts';

export const hostLiveSchema = z.strictObject({
  hostId: z.string(),
  connection: connectionStateSchema,
  checks: z.array(checkStateSchema),
});
export type HostLive = z.infer<typeof hostLiveSchema>;

/** Whether our own side is fit to judge others. */
export const observerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('healthy') }),
  z.strictObject({ kind: z.literal('offline'), text: z.string(), sinceAt: instantSchema }),
  z.strictObject({ kind: z.literal('resuming'), sinceAt: instantSchema }),
]);
export type Observer = z.infer<typeof observerSchema>;

/** The lossy part of what clients show: rebuilt from scratch after a start, never journalled. */
export const liveViewSchema = z.strictObject({
  hosts: z.array(hostLiveSchema),
  observer: observerSchema,
  /** The core's clock when this was taken, so that a client can count in the core's time. */
  takenAt: instantSchema,
});
export type LiveView = z.infer<typeof liveViewSchema>;
