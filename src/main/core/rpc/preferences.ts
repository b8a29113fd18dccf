import { defaultPreferences, preferencesSchema, type Preferences } from '#shared/rpc/preferences.ts';
import type { Logger, PreferenceStore } from '../ports/ports.ts';
import type { PreferenceDesk } from './coreServices.ts';

/** The preferences behind one interface for both shells. A store that cannot be understood counts as empty, and says so. */
export function createPreferences(store: PreferenceStore, logger: Logger): PreferenceDesk {
  const listeners = new Set<(preferences: Preferences) => void>();
  let preferences = readOrDefault(store, logger);
  return {
    read: () => preferences,
    change: (patch) => {
      const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      preferences = preferencesSchema.parse({ ...preferences, ...named });
      store.write(preferences);
      for (const listener of listeners) listener(preferences);
      return preferences;
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readOrDefault(store: PreferenceStore, logger: Logger): Preferences {
  const parsed = preferencesSchema.safeParse(store.read());
  if (parsed.success) return parsed.data;
  logger.warn('The preferences of this computer could not be understood; the defaults hold', {
    problem: parsed.error.issues[0]?.message ?? 'unknown',
  });
  return defaultPreferences;
}
