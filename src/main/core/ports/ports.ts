import type { Notification, NotificationAction } from '#shared/notification/notification.ts';

/** Stops what it was returned for; calling it twice is harmless. */
export type Stop = () => void;

/** The only source of time. `now` is wall time in ms since 1970; `monotonic` is in ms, never jumps and stops in suspend. */
export type Clock = {
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Calls back once after `delayMs` of monotonic time; does not keep the process alive. */
  readonly after: (delayMs: number, callback: () => void) => Stop;
};

/** Shows notifications on the desktop. Where the platform has no actions, a click counts as `open`. */
export type Notifier = {
  readonly show: (notification: Notification, answered: (action: NotificationAction | 'dismiss') => void) => void;
  readonly withdraw: (notificationId: string) => void;
  readonly isNative: boolean;
};

/** Keeps secrets, by names such as `passphrase:/home/me/.ssh/id_ed25519`. Nothing of it is ever logged. */
export type Vault = {
  readonly state: () => 'open' | 'locked' | 'memory';
  readonly get: (name: string) => Promise<string | null>;
  readonly set: (name: string, secret: string) => Promise<void>;
  readonly delete: (name: string) => Promise<void>;
  /** Calls back when the vault was unlocked. */
  readonly onUnlocked: (listener: () => void) => Stop;
  /** Opens it, false for a wrong passphrase; absent where no passphrase keeps it. */
  readonly unlock?: (passphrase: string) => Promise<boolean>;
};

/** What happens to this computer. Shells that cannot know stay silent; the core compares its clocks as well. */
export type PowerEvents = {
  readonly onSuspend: (listener: () => void) => Stop;
  readonly onResume: (listener: () => void) => Stop;
  readonly onNetworkChange: (listener: () => void) => Stop;
};

/** Opens an address in the person's browser or mail program. */
export type Opener = { readonly open: (url: string) => Promise<void> };

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
/** Structured, one line each; secrets never reach it. */
export type Logger = {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
};

/** Keeps the preferences of this computer; `electron-store` or `conf` behind it. */
export type PreferenceStore = {
  readonly read: () => unknown;
  readonly write: (preferences: Readonly<Record<string, unknown>>) => void;
};

/** Everything that a shell supplies. */
export type Ports = {
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly vault: Vault;
  readonly power: PowerEvents;
  readonly opener: Opener;
  readonly logger: Logger;
  readonly preferences: PreferenceStore;
  /** History, transcripts, lock. */
  readonly dataFolder: string;
  /** `lab.yaml`, `runbooks/`. */
  readonly labFolder: string;
  /** Built-in runbooks and templates. */
  readonly assetsFolder: string;
  /** Whose `config` and `known_hosts` hold; `~/.ssh` where absent. */
  readonly sshFolder?: string;
};
