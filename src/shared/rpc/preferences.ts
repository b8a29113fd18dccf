import { z } from 'zod';

/** Habits of this computer, not of the lab: never in git, never in the journal. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  desktopNotifications: z.boolean().default(true),
  /** Position and size of the window; null until it was moved. Electron only. */
  window: z
    .strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() })
    .nullable()
    .default(null),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const preferencesPatchSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  desktopNotifications: z.boolean().optional(),
});

export const defaultPreferences: Preferences = preferencesSchema.parse({});
