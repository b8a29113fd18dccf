import type { Module } from './moduleOf.ts';

/** Packages that only compute: no file, no network, no page. */
const purePackages = /^(?:zod|yaml|unbash|node-diff3|mdast|mdast-util-.+|micromark-.+|markdown-it|@orpc\/contract)$/u;
/** What would tie the core to one shell or to the window. */
const shellPackages = /^(?:electron|electron-.+|react|react-dom|@mantine\/.+)$/u;
const foundations = ['ssh', 'storage', 'ports'];
/** Of the core, a shell sees what starts it, what serves it and the window, and the ports that it fills. */
const coreForShells = /^src\/main\/core\/(?:[^/]+\.ts$|rpc\/|ports\/|window\/|storage\/dataFolderOwner\.ts$)/u;

type Rule = {
  readonly zone: RegExp;
  readonly name: string;
  readonly allows: (module: Module, zone: RegExpExecArray, isTypeOnly: boolean) => boolean;
};

const isOwn = (module: Module, ...prefixes: readonly string[]): boolean =>
  module.kind === 'own' && prefixes.some((prefix) => module.file.startsWith(prefix));
const isPackage = (module: Module, allowed: (name: string) => boolean): boolean =>
  module.kind === 'package' && allowed(module.name);
const isShell = (name: string): boolean => shellPackages.test(name);
const ofShell = (module: Module, folder: string, allowed: (name: string) => boolean): boolean =>
  module.kind === 'node' ||
  isOwn(module, 'src/shared/', folder) ||
  (module.kind === 'own' && coreForShells.test(module.file)) ||
  isPackage(module, allowed);

/** The first rule whose zone matches a file holds for it. */
export const rules: readonly Rule[] = [
  {
    zone: /^src\/shared\//u,
    name: 'shared imports only zod and other pure packages',
    allows: (module) => isOwn(module, 'src/shared/') || isPackage(module, (name) => purePackages.test(name)),
  },
  {
    zone: /^src\/main\/core\/(rpc)\//u,
    name: 'the router knows the capabilities by their types only',
    allows: (module, _zone, isTypeOnly) =>
      ofCapability(module, 'rpc') || (isTypeOnly && isOwn(module, 'src/main/core/')),
  },
  {
    zone: /^src\/main\/core\/([^/]+)\//u,
    name: 'a capability imports shared, Node, packages and the foundations; another capability comes by createCore',
    allows: (module, zone) => ofCapability(module, zone[1] ?? ''),
  },
  {
    zone: /^src\/main\/core\//u,
    name: 'the core knows no shell',
    allows: (module) =>
      module.kind === 'node' ||
      isOwn(module, 'src/shared/', 'src/main/core/') ||
      isPackage(module, (name) => !isShell(name)),
  },
  {
    zone: /^src\/main\/electron\//u,
    name: "the Electron shell imports electron, shared and the core's entry, and no other shell",
    allows: (module) => ofShell(module, 'src/main/electron/', (name) => name.startsWith('electron') || !isShell(name)),
  },
  {
    zone: /^src\/main\/(web|cli)\//u,
    name: "a shell imports shared and the core's entry, and neither electron nor another shell",
    allows: (module, zone) => ofShell(module, `src/main/${zone[1] ?? ''}/`, (name) => !isShell(name)),
  },
  { zone: /^src\/renderer\/client\//u, name: 'the client knows the contract only', allows: ofWindow('client') },
  { zone: /^src\/renderer\/state\//u, name: 'the state knows the client only', allows: ofWindow('client', 'state') },
  { zone: /^src\/renderer\/ui\//u, name: 'ui knows no screen', allows: ofWindow('ui', 'state', 'client') },
  {
    zone: /^src\/renderer\/(?!app\/)([^/]+)\//u,
    name: 'a screen imports shared, client, state and ui, and no other screen',
    allows: (module, zone) => ofWindow('client', 'state', 'ui', zone[1] ?? '')(module),
  },
  {
    zone: /^src\/renderer\//u,
    name: 'the window talks to the core through the contract only',
    allows: (module) => isOwn(module, 'src/shared/', 'src/renderer/') || isPackage(module, isForWindow),
  },
];

function ofCapability(module: Module, capability: string): boolean {
  const folders = [capability, ...foundations].map((folder) => `src/main/core/${folder}/`);
  return (
    module.kind === 'node' || isOwn(module, 'src/shared/', ...folders) || isPackage(module, (name) => !isShell(name))
  );
}

function ofWindow(...folders: readonly string[]): (module: Module) => boolean {
  const prefixes = folders.map((folder) => `src/renderer/${folder}/`);
  return (module) => isOwn(module, 'src/shared/', ...prefixes) || isPackage(module, isForWindow);
}

function isForWindow(name: string): boolean {
  return !name.startsWith('electron') && !/^(?:@orpc\/server|ws|ssh2|conf|nodemailer)$/u.test(name);
}
