import { z } from 'zod';
import { instantSchema } from '../time/instant.ts';
import { outcomeSchema } from '../check/observation.ts';

/** Who confirmed the problem; each source supplies its own proof of recovery. */
export const alertSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('check'), checkId: z.string(), checkRevision: z.string() }),
  z.strictObject({ kind: z.literal('ingest'), sourceId: z.string(), fingerprint: z.string() }),
  z.strictObject({ kind: z.literal('person') }),
]);
export type AlertSource = z.infer<typeof alertSourceSchema>;

/**
 * A problem that is known but not told, since maintenance or a silence held when it was seen. `opensIncident` is what it
 * leads to once that is over; `wasSaid` means that an earlier, milder state of it was told.
 */
export const mutedSchema = z.strictObject({ by: z.string(), opensIncident: z.boolean(), wasSaid: z.boolean() });
export type Muted = z.infer<typeof mutedSchema>;

/** The cause of alerts that are one outage of every host: `RaisedAlert.causeKey`. */
export const allHostsCause = 'all-hosts';

/** A confirmed problem as it was when it was raised. */
export const raisedAlertSchema = z.strictObject({
  id: z.string(),
  source: alertSourceSchema,
  hostId: z.string().nullable(),
  serviceId: z.string().nullable(),
  outcome: outcomeSchema,
  /** What is wrong, in words: `unit gitops-auditor failed: exit status 1`. */
  text: z.string(),
  /** The first bad result, to which the outage is dated back. */
  problemSinceAt: instantSchema,
  /** Alerts of one cause share an incident: a service, a host, or the thing that others depend on. */
  causeKey: z.string(),
  muted: mutedSchema.optional(),
});
export type RaisedAlert = z.infer<typeof raisedAlertSchema>;

export type Alert = RaisedAlert & {
  readonly raisedAt: number;
  readonly incidentId: string | null;
  /** Null while open. `retired` means that nobody asks any more, which is not a recovery. */
  readonly ended: { readonly kind: 'recovered' | 'retired'; readonly at: number; readonly text: string } | null;
};
