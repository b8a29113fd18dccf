import type { Preferences } from '#shared/rpc/preferences.ts';

export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Placement = Partial<Bounds> & Pick<Bounds, 'width' | 'height'>;

const preferred = { width: 1280, height: 860 };
const smallest = { width: 480, height: 400 };
/** So much of a window must be on a screen to be found and moved. */
const grip = 80;

/** Where to put the window: where it was, whole on its screen; where the system wants it when that screen is gone. */
export function fittingBounds(saved: Preferences['window'], screens: readonly Bounds[]): Placement {
  if (saved === null) return preferred;
  const screen = screens.find((area) => isReachable(saved, area));
  if (screen === undefined) return preferred;
  const width = clamp(saved.width, smallest.width, screen.width);
  const height = clamp(saved.height, smallest.height, screen.height);
  return {
    x: clamp(saved.x, screen.x, screen.x + screen.width - width),
    y: clamp(saved.y, screen.y, screen.y + screen.height - height),
    width,
    height,
  };
}

function isReachable(window: Bounds, screen: Bounds): boolean {
  const sharedWidth = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const isTitleOnScreen = window.y >= screen.y - grip && window.y <= screen.y + screen.height - grip;
  return sharedWidth >= grip && isTitleOnScreen;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
