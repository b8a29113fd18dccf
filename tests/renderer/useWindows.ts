import { afterAll, afterEach, beforeAll } from 'vitest';
import { closeWindow, type OpenedWindow, startWindows, type WindowOptions } from './openWindow.ts';

/** Opens windows for the tests of a suite: built once, each over a core of its own, and closed after its test. */
export function useWindows(): (options: WindowOptions) => Promise<OpenedWindow> {
  let windows: Awaited<ReturnType<typeof startWindows>>;
  const opened: OpenedWindow[] = [];
  beforeAll(async () => {
    windows = await startWindows();
  }, 120_000);
  afterAll(() => windows.close());
  afterEach(async () => {
    for (const one of opened.splice(0)) await closeWindow(one);
  });
  return async (options) => {
    const one = await windows.open(options);
    opened.push(one);
    return one;
  };
}
