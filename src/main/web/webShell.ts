import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { defaultFolders } from '#core/ports/defaultFolders.ts';
import { createFileLogger } from '#core/ports/fileLogger.ts';
import { findResources } from '#core/ports/findResources.ts';
import type { Logger, Stop } from '#core/ports/ports.ts';
import { systemClock } from '#core/ports/systemClock.ts';
import type { Core, CreateCore } from '#core/rpc/core.ts';
import { acquireDataFolder, DataFolderInUseError, type OwnedDataFolder } from '#core/storage/dataFolderOwner.ts';
import { attachToOwner } from './attachToOwner.ts';
import { desktopOpener, openPrivately } from './browserOpener.ts';
import { askHidden } from './vault/askHidden.ts';
import { openWebVault } from './vault/openWebVault.ts';
import { readWebOptions, type WebOptions, webUsage } from './webOptions.ts';
import { webPorts } from './webPorts.ts';
import { startWebServer, type WebServer } from './webServer.ts';
import { openWindowFiles } from '#core/window/windowFiles.ts';

/** What the shell needs of its process, so that it can be told apart from it. */
export type WebProcess = {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Resolves when the process was asked to end. */
  readonly askedToEnd: Promise<void>;
  readonly hasTerminal: boolean;
  readonly programFolder: string;
};

/** Runs the web shell until it is asked to end, and returns the exit status. */
export async function runWebShell(process: WebProcess, createCore: CreateCore): Promise<number> {
  let options: WebOptions;
  try {
    options = readWebOptions(
      process.words,
      defaultFolders(globalThis.process.platform, process.environment, homedir()),
    );
  } catch (error) {
    process.complain(`${messageOf(error)}\n${webUsage}`);
    return 2;
  }
  try {
    return await own(acquireDataFolder(options.dataFolder), process, options, createCore);
  } catch (error) {
    if (error instanceof DataFolderInUseError) return attach(error, process, options);
    process.complain(`Sitrep could not start: ${messageOf(error)}`);
    return 1;
  }
}

async function own(
  folder: OwnedDataFolder,
  process: WebProcess,
  options: WebOptions,
  createCore: CreateCore,
): Promise<number> {
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(folder.release);
  const logger = createFileLogger(options.dataFolder, systemClock());
  cleanup.defer(logger.close);
  const core = await startCore(process, options, createCore, logger);
  cleanup.defer(core.close);
  const secret = randomBytes(32).toString('base64url');
  const server = await serve(process, options, { core, logger, secret });
  cleanup.defer(server.close);
  folder.publish({ url: `http://127.0.0.1:${server.port}`, secret, pid: globalThis.process.pid });
  cleanup.defer(await announce(server.issueAddress(), process, options));
  await process.askedToEnd;
  return 0;
}

async function startCore(
  process: WebProcess,
  options: WebOptions,
  createCore: CreateCore,
  logger: Logger,
): Promise<Core> {
  const { assetsFolder, version } = findResources(process.programFolder);
  const vault = await openWebVault({
    dataFolder: options.dataFolder,
    passphrase: process.environment['SITREP_VAULT_PASSPHRASE'] ?? null,
    ask: process.hasTerminal ? askHidden : null,
    say: process.complain,
  });
  const sshFolder = process.environment['SITREP_SSH_FOLDER'];
  const ports = webPorts(options, { assetsFolder, logger, vault, ...(sshFolder === undefined ? {} : { sshFolder }) });
  return createCore(ports, { version, shellKind: 'web', startDemo: options.startDemo });
}

function serve(
  process: WebProcess,
  options: WebOptions,
  parts: { readonly core: Core; readonly logger: Logger; readonly secret: string },
): Promise<WebServer> {
  return startWebServer({
    port: options.port,
    files: openWindowFiles(findResources(process.programFolder).windowFolder),
    router: parts.core.router,
    logger: parts.logger,
    clock: systemClock(),
    attachSecret: parts.secret,
  });
}

/** The one line with the address comes last: whoever reads it may use it at once. */
async function announce(address: string, process: WebProcess, options: WebOptions): Promise<Stop> {
  process.say(address);
  if (!options.openBrowser) return () => undefined;
  try {
    return await openPrivately(address, options.dataFolder, { opener: desktopOpener, clock: systemClock() });
  } catch (error) {
    process.complain(`No browser could be opened (${messageOf(error)}). Open the address above by hand.`);
    return () => undefined;
  }
}

async function attach(inUse: DataFolderInUseError, process: WebProcess, options: WebOptions): Promise<number> {
  const attached = await attachToOwner(inUse.info, systemClock());
  if (attached.kind === 'refused') {
    process.complain(attached.why);
    return 1;
  }
  process.complain(`Sitrep is already running (pid ${inUse.info?.pid ?? 'unknown'}); this is a new way into it.`);
  const stop = await announce(attached.address, process, options);
  if (options.openBrowser) await new Promise<void>((resolve) => setTimeout(resolve, 2_000));
  stop();
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
