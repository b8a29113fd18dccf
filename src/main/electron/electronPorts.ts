import { join } from 'node:path';
import { Notification, powerMonitor, safeStorage, shell } from 'electron';
import Store from 'electron-store';
import { findResources } from '#core/ports/findResources.ts';
import type { Logger, Ports, PreferenceStore } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Notification as SitrepNotification } from '#shared/notification/notification.ts';
import type { ElectronOptions } from './electronOptions.ts';
import { electronPower } from './ports/electronPower.ts';
import { nativeNotifier } from './ports/nativeNotifier.ts';
import { safeStorageVault } from './ports/safeStorageVault.ts';

/** What the desktop shell has to offer. To be called once the app is ready. */
export async function electronPorts(
  options: ElectronOptions,
  parts: {
    readonly logger: Logger;
    readonly bringUp: (notification: SitrepNotification) => void;
    readonly bringUpAsking: (notification: SitrepNotification) => void;
  },
): Promise<Ports> {
  const clock = systemClock();
  const { logger } = parts;
  const sshFolder = process.env['SITREP_SSH_FOLDER'];
  const vaultFile = join(options.dataFolder, 'vault-keychain');
  return {
    clock,
    logger,
    notifier: nativeNotifier(
      (made) => new Notification(made),
      Notification.isSupported(),
      parts.bringUp,
      parts.bringUpAsking,
    ),
    vault: await safeStorageVault(safeStorage, vaultFile, { platform: process.platform, logger }),
    power: electronPower(powerMonitor, clock),
    opener: { open: (url) => shell.openExternal(url) },
    preferences: preferencesIn(options.dataFolder),
    dataFolder: options.dataFolder,
    labFolder: options.labFolder,
    ...(sshFolder === undefined ? {} : { sshFolder }),
    assetsFolder: findResources(import.meta.dirname).assetsFolder,
  };
}

/** The same file that the web shell's `conf` reads. */
function preferencesIn(folder: string): PreferenceStore {
  const store = new Store<Record<string, unknown>>({ cwd: folder, name: 'preferences', clearInvalidConfig: true });
  return {
    read: () => store.store,
    write: (preferences) => {
      store.store = { ...preferences };
    },
  };
}
