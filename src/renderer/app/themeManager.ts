import type { MantineColorSchemeManager } from '@mantine/core';

const key = 'sitrep-theme';

/** Mirrors the chosen theme where theme.js finds it before the next first paint. The preferences are the truth. */
export const themeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    const stored = localStorage.getItem(key);
    if (stored === 'light' || stored === 'dark') return stored;
    return stored === 'system' ? 'auto' : fallback;
  },
  set: (scheme) => localStorage.setItem(key, scheme === 'auto' ? 'system' : scheme),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => localStorage.removeItem(key),
};
