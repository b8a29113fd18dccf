import { randomUUID } from 'node:crypto';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  screen,
  session,
  shell,
  Tray,
} from 'electron';
import { findResources } from '#core/ports/findResources.ts';
import type { Logger, Stop } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Core, CreateCore } from '#core/rpc/core.ts';
import type { OwnedDataFolder } from '#core/storage/dataFolderOwner.ts';
import { openWindowFiles } from '#core/window/windowFiles.ts';
import type { ElectronOptions } from './electronOptions.ts';
import { electronPorts } from './electronPorts.ts';
import { runTrayCommand } from './runTrayCommand.ts';
import type { Notification as SitrepNotification } from '#shared/notification/notification.ts';
import { showAskingRun, showAskingRuns } from './showAskingRuns.ts';
import { createTray, type ShellTray } from './tray/createTray.ts';
import { drawTrayIcon } from './tray/drawTrayIcon.ts';
import { incidentHints } from './tray/incidentHints.ts';
import { trayMenu } from './tray/trayMenu.ts';
import { connectWindows } from './window/connectWindows.ts';
import { guardContents } from './window/guardContents.ts';
import { guardSession } from './window/guardSession.ts';
import { createMainWindow, type MainWindow } from './window/mainWindow.ts';
import { servePage } from './window/servePage.ts';

export type ElectronShell = { readonly show: () => void; readonly close: () => Promise<void> };

type Parts = {
  readonly options: ElectronOptions;
  readonly folder: OwnedDataFolder;
  readonly logger: Logger;
  readonly createCore: CreateCore;
  readonly programFolder: string;
};

/** Starts core, window and tray, in that order. To be called once the app is ready; `close` undoes all of it. */
export async function startElectronShell(parts: Parts): Promise<ElectronShell> {
  await using cleanup = new AsyncDisposableStack();
  const { logger, options } = parts;
  const opener = { open: (url: string) => shell.openExternal(url) };
  app.on('web-contents-created', (_event, contents) => guardContents(contents, { opener, logger }));
  guardSession(session.defaultSession);
  const { version, windowFolder } = findResources(parts.programFolder);
  const { protocol } = session.defaultSession;
  servePage({ handle: (scheme, handler) => protocol.handle(scheme, handler) }, openWindowFiles(windowFolder));

  let window: MainWindow | null = null;
  let bringUpAsking: (notification: SitrepNotification) => void = () => undefined;
  const ports = await electronPorts(options, {
    logger,
    bringUp: ({ incidentId }) => window?.show(incidentId === null ? undefined : `/incidents/${incidentId}`),
    bringUpAsking: (notification) => bringUpAsking(notification),
  });
  const core = await parts.createCore(ports, { version, shellKind: 'electron', startDemo: options.startDemo });
  cleanup.defer(core.close);
  parts.folder.publish({ url: 'app://sitrep', secret: randomUUID(), pid: process.pid });
  cleanup.defer(connectWindows(ipcMain, { router: core.router, logger, openChannel: () => new MessageChannelMain() }));
  let stopTray: Stop | null = null;
  window = openWindow(parts, core, () => stopTray !== null);
  cleanup.defer(window.close);
  const asking = { journal: core.services.journal, window };
  cleanup.defer(showAskingRuns(asking));
  bringUpAsking = ({ incidentId, remedy }) => showAskingRun(asking, incidentId, remedy?.actionId);
  stopTray = startTray(core, window, logger);
  cleanup.defer(() => stopTray?.());
  window.show();
  const running = cleanup.move();
  return { show: window.show, close: () => running.disposeAsync() };
}

function openWindow(parts: Parts, core: Core, hasTray: () => boolean): MainWindow {
  return createMainWindow({
    open: (options) => new BrowserWindow(options),
    screens: () => screen.getAllDisplays().map(({ workArea }) => workArea),
    preferences: core.services.preferences,
    clock: core.services.clock,
    programFolder: parts.programFolder,
    allowDevTools: !app.isPackaged,
    hasTray,
    quit: () => app.quit(),
  });
}

/** Null where this desktop has no place for a tray icon. */
function startTray(core: Core, window: MainWindow, logger: Logger): Stop | null {
  const { services } = core;
  const hints = incidentHints(services);
  try {
    return createTray({
      tray: electronTray(),
      clock: systemClock(),
      menu: () => {
        const now = services.clock.now();
        const { hosts, observer } = services.monitor.live();
        return trayMenu(services.journal.state(), { hosts: [...hosts], observer, takenAt: now }, now, hints);
      },
      onChanged: (listener) => {
        const stops = [services.journal.onAppended(listener), services.monitor.onLive(listener)];
        return () => {
          for (const stop of stops) stop();
        };
      },
      run: (command) => runTrayCommand(command, { services, window, quit: () => app.quit() }),
    });
  } catch (error) {
    logger.warn('There is no tray here; closing the window ends Sitrep', { error: String(error) });
    return null;
  }
}

function electronTray(): ShellTray {
  const picture = (state: Parameters<ShellTray['setState']>[0]) => {
    const image = nativeImage.createEmpty();
    for (const scaleFactor of [1, 2]) {
      const size = 16 * scaleFactor;
      const buffer = nativeImage.createFromBitmap(drawTrayIcon(state, size), { width: size, height: size }).toPNG();
      image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
    }
    return image;
  };
  const tray = new Tray(picture('unobserved'));
  return {
    setState: (state) => tray.setImage(picture(state)),
    setToolTip: (text) => tray.setToolTip(text),
    setMenu: (template) => tray.setContextMenu(Menu.buildFromTemplate(template)),
    destroy: () => tray.destroy(),
  };
}
