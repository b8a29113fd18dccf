import Conf from 'conf';
import type { Ports, PreferenceStore } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import { desktopOpener } from './browserOpener.ts';
import type { WebOptions } from './webOptions.ts';

/** What the web shell has to offer: the page itself shows notifications, and nobody tells of suspend or networks. */
export function webPorts(
  options: Pick<WebOptions, 'dataFolder' | 'labFolder'>,
  parts: Pick<Ports, 'assetsFolder' | 'logger' | 'vault'> & { readonly sshFolder?: string },
): Ports {
  const silent = () => () => undefined;
  return {
    ...parts,
    clock: systemClock(),
    notifier: { show: () => undefined, withdraw: () => undefined, isNative: false },
    power: { onSuspend: silent, onResume: silent, onNetworkChange: silent },
    opener: desktopOpener,
    preferences: preferencesIn(options.dataFolder),
    dataFolder: options.dataFolder,
    labFolder: options.labFolder,
  };
}

/** The same file that the desktop shell's electron-store reads. */
function preferencesIn(folder: string): PreferenceStore {
  const conf = new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: 'preferences',
    projectName: 'sitrep',
    clearInvalidConfig: true,
    configFileMode: 0o600,
  });
  return {
    read: () => conf.store,
    write: (preferences) => {
      conf.store = { ...preferences };
    },
  };
}
