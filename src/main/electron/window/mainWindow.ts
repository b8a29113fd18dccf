import { join } from 'node:path';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Clock, Stop } from '#core/ports/ports.ts';
import type { PreferenceDesk } from '#core/rpc/coreServices.ts';
import { type Bounds, fittingBounds } from './fittingBounds.ts';
import { pageAddress } from './pageAddress.ts';

/** What is used of Electron's window. */
export type ShellWindow = Pick<
  BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'hide'
  | 'restore'
  | 'isMinimized'
  | 'isMaximized'
  | 'isDestroyed'
  | 'maximize'
  | 'destroy'
  | 'getNormalBounds'
> & {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'moved' | 'resized', listener: () => void): unknown;
  on(event: 'maximize' | 'unmaximize', listener: () => void): unknown;
  once(event: 'ready-to-show', listener: () => void): unknown;
};

type Parts = {
  readonly open: (options: BrowserWindowConstructorOptions) => ShellWindow;
  readonly screens: () => readonly Bounds[];
  readonly preferences: PreferenceDesk;
  readonly clock: Clock;
  readonly programFolder: string;
  readonly allowDevTools: boolean;
  /** Closing hides while a tray icon leads back; without one it ends the program. */
  readonly hasTray: () => boolean;
  readonly quit: () => void;
};

export type MainWindow = {
  /** Brings the one window to the front, at a route where one is given; makes it if there is none. */
  readonly show: (route?: string) => void;
  readonly close: () => void;
};

const saveAfterMs = 500;

/** The one window of the desktop shell, put back where it was. */
export function createMainWindow(parts: Parts): MainWindow {
  let window: ShellWindow | null = null;
  let stopSaving: Stop = () => undefined;
  const saveSoon = () => {
    stopSaving();
    stopSaving = parts.clock.after(saveAfterMs, save);
  };
  const save = () => {
    if (window === null || window.isDestroyed()) return;
    const { x, y, width, height } = window.getNormalBounds();
    parts.preferences.change({ window: { x, y, width, height, maximized: window.isMaximized() } });
  };
  const create = (route: string) => {
    const made = parts.open(windowOptions(parts));
    if (parts.preferences.read().window?.maximized === true) made.maximize();
    made.once('ready-to-show', () => made.show());
    for (const event of ['moved', 'resized'] as const) made.on(event, saveSoon);
    for (const event of ['maximize', 'unmaximize'] as const) made.on(event, saveSoon);
    made.on('close', (event) => {
      if (!parts.hasTray()) return parts.quit();
      event.preventDefault();
      made.hide();
    });
    void made.loadURL(pageAddress(route));
    return made;
  };
  return {
    show: (route) => {
      if (window === null || window.isDestroyed()) {
        window = create(route ?? '/');
        return;
      }
      if (route !== undefined) void window.loadURL(pageAddress(route));
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    close: () => {
      stopSaving();
      save();
      if (window !== null && !window.isDestroyed()) window.destroy();
    },
  };
}

function windowOptions(parts: Parts): BrowserWindowConstructorOptions {
  return {
    ...fittingBounds(parts.preferences.read().window, parts.screens()),
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: 'Sitrep',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(parts.programFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: parts.allowDevTools,
    },
  };
}
