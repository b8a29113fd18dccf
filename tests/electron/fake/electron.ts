import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
} from 'electron';
import type { ContractClient } from '../../contract/transports.ts';

/**
 * The few parts of Electron that the desktop shell uses, in a plain Node process. What happens is told to the parent
 * as messages, and the parent says what a person or the system would do.
 */
function tell(what: string, more: object = {}): void {
  process.send?.({ what, ...more });
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name = 'sitrep';
  requestSingleInstanceLock = () => process.env['FAKE_SECOND'] === undefined;
  whenReady = async () => undefined;
  enableSandbox = () => tell('sandboxed');
  setPath = (name: string, folder: string) => tell('path', { name, folder });
  getPath = () => '/nowhere';
  getVersion = () => '0.0.0';
  quit = () => void this.emit('before-quit', { preventDefault: () => tell('put off') });
  exit = (code: number) => process.exit(code);
}
export const app = new App();

export class BrowserWindow extends EventEmitter {
  readonly webContents = new EventEmitter();
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    tell('window', { options });
  }
  loadURL = async (url: string) => {
    tell('loaded', { url });
    this.emit('ready-to-show');
  };
  show = () => tell('shown');
  hide = () => tell('hidden');
  focus = () => tell('focused');
  restore = () => undefined;
  maximize = () => undefined;
  isMinimized = () => false;
  isMaximized = () => false;
  isDestroyed = () => false;
  destroy = () => tell('destroyed');
  getNormalBounds = () => ({ x: 10, y: 20, width: 1_000, height: 700 });
}

export class Tray {
  setImage = () => undefined;
  setToolTip = (text: string) => tell('tooltip', { text });
  setContextMenu = (template: MenuItemConstructorOptions[]) => {
    menu = template;
    tell('menu', { labels: template.map(({ label, type }) => label ?? type) });
  };
  destroy = () => tell('tray gone');
}
let menu: MenuItemConstructorOptions[] = [];

export class Notification extends EventEmitter {
  static isSupported = () => true;
  readonly options: NotificationConstructorOptions;
  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show = () => {
    shown.push(this);
    const { title, body, actions = [] } = this.options;
    tell('notified', { title, body, buttons: actions.map(({ text }) => text) });
  };
  close = () => undefined;
}
const shown: Notification[] = [];

export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export const MessageChannelMain = MessageChannel;
export const Menu = {
  setApplicationMenu: () => undefined,
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
};
const image = { addRepresentation: () => undefined, toPNG: () => Buffer.alloc(0) };
export const nativeImage = { createEmpty: () => image, createFromBitmap: () => image };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_040 } }] };
export const shell = { openExternal: async (url: string) => tell('opened', { url }) };
export const dialog = { showErrorBox: (title: string, text: string) => tell('error box', { title, text }) };
export const safeStorage = {
  getSelectedStorageBackend: () => 'basic_text',
  isAsyncEncryptionAvailable: async () => true,
};
export const protocol = { registerSchemesAsPrivileged: () => tell('scheme registered') };
export const session = {
  defaultSession: {
    protocol: { handle: (scheme: string) => tell('scheme served', { scheme }) },
    setPermissionRequestHandler: () => tell('permissions guarded'),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    webRequest: { onBeforeRequest: () => undefined },
  },
};
export default { app, ipcMain, shell };

/** The page's side: asks for a port as the preload script does, and looks at the desk through it. */
function connectPage(): void {
  const senderFrame = {
    url: 'app://sitrep/#/',
    parent: null,
    postMessage: (_channel: string, _message: null, [port]: readonly MessagePort[]) => {
      if (port === undefined) return;
      const client = createORPCClient<ContractClient>(new RPCLink({ port }));
      port.start();
      page = client;
      client.desk.snapshot({}).then(
        ({ shell }) => tell('snapshot', { shell }),
        (error: unknown) => tell('snapshot failed', { error: String(error) }),
      );
    },
  };
  ipcMain.emit('sitrep:connect', { sender: { id: 1 }, senderFrame });
}

let page: ContractClient | null = null;

/** What a person does in the window: takes the keys of hosts, one after the other, and breaks the demo service. */
let accepting = Promise.resolve();
async function acceptPrompts(client: ContractClient): Promise<void> {
  const { desk } = await client.desk.snapshot({});
  for (const promptId of Object.keys(desk.prompts))
    await client.prompt.answer({ requestId: randomUUID(), promptId, answer: { kind: 'accept' } });
  tell('prompts', { open: Object.keys(desk.prompts).length, hosts: [...(await client.desk.snapshot({})).live.hosts] });
}
async function runsNow(client: ContractClient): Promise<void> {
  const { desk } = await client.desk.snapshot({});
  tell('runs', { runs: Object.values(desk.runs).filter(({ plan }) => plan.effect !== 'reads') });
}

/** `press: LABEL` presses a button of the notification that is on the desktop; other words choose from the tray menu. */
process.on('message', (action: string) => {
  if (action === 'connect') connectPage();
  else if (action === 'accept prompts' && page !== null) {
    const client = page;
    accepting = accepting.then(() => acceptPrompts(client));
  } else if (action === 'runs' && page !== null) void runsNow(page);
  else if (action === 'break' && page !== null) void page.demo.break({ requestId: randomUUID(), how: 'stop' });
  else if (action === 'break the configuration' && page !== null)
    void page.demo.break({ requestId: randomUUID(), how: 'breakConfig' });
  else if (action.startsWith('press: ')) {
    const onDesktop = shown.at(-1);
    const actionIndex = onDesktop?.options.actions?.findIndex(({ text }) => text === action.slice(7)) ?? -1;
    if (actionIndex >= 0) onDesktop?.emit('action', { actionIndex });
  } else if (action === 'quit') app.quit();
  else if (action === 'second-instance') app.emit('second-instance');
  else {
    const click: unknown = menu.find(({ label }) => label === action)?.click;
    if (typeof click === 'function') Reflect.apply(click, undefined, []);
  }
});
