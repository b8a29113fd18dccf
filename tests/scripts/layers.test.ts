import { describe, expect, it } from 'vitest';
import { violationsIn } from '../../scripts/layers/violationsIn.ts';

const inCore = 'src/main/core/monitor/monitor.ts';
const found = (file: string, source: string) => violationsIn(file, source).map(({ line, text }) => `${line}: ${text}`);

describe('the dependency rule', () => {
  it.each([
    ['a static import', "import { app } from 'electron';"],
    ['an import for its effects', "import 'electron';"],
    ['a type import', "import type { App } from 'electron';"],
    ['a re-export of everything', "export * from 'electron';"],
    ['a re-export of names', "export { app } from 'electron';"],
    ['a type re-export', "export type { App } from 'electron';"],
    ['a dynamic import', "const electron = await import('electron');"],
    ['a dynamic import of a template', 'const electron = await import(`electron`);'],
    ['an import in a type', "type App = import('electron').App;"],
    ['an import in typeof', "type Electron = typeof import('electron');"],
    ['require', "const electron = require('electron');"],
    ['require.resolve', "const path = require.resolve('electron');"],
    [
      'a require of its own making',
      "import { createRequire } from 'node:module';const load = createRequire(import.meta.url);load('electron');",
    ],
    [
      'a require made and called at once',
      "import { createRequire } from 'node:module';createRequire('/')('electron');",
    ],
    ['import = require', "import electron = require('electron');"],
    ['a path into the package', "import { app } from 'electron/main';"],
  ])('catches %s', (_form, source) => {
    expect(found(inCore, `\n${source}`)).toStrictEqual([expect.stringMatching(/^2: .*"electron(?:\/main)?"/u)]);
  });

  it('refuses a computed import, since nobody can tell what it names', () => {
    expect(found(inCore, 'const name = String(1); await import(name);')).toStrictEqual([
      '1: import() of a computed name, which nobody can check',
    ]);
  });

  it('refuses a file that it cannot read', () => {
    expect(() => found(inCore, 'import {')).toThrow('cannot be parsed');
  });

  it.each([
    ['src/shared/time/instant.ts', "import 'node:fs';"],
    ['src/shared/time/instant.ts', "import 'ssh2';"],
    ['src/shared/time/instant.ts', "import '../../main/core/ports/ports.ts';"],
    ['src/shared/time/instant.ts', "import '#core/ports/ports.ts';"],
    ['src/main/core/monitor/monitor.ts', "import type { Runs } from '../runs/runs.ts';"],
    ['src/main/core/ssh/hostSession.ts', "import { x } from '#core/monitor/monitor.ts';"],
    ['src/main/core/rpc/createRouter.ts', "import { x } from '../monitor/monitor.ts';"],
    ['src/main/core/createCore.ts', "import { x } from '../web/webServer.ts';"],
    ['src/main/web/main.ts', "import '../electron/main.ts';"],
    ['src/main/web/main.ts', "import 'electron';"],
    ['src/main/web/main.ts', "import '#core/monitor/createMonitor.ts';"],
    ['src/main/cli/main.ts', "import '../web/main.ts';"],
    ['src/main/electron/main.ts', "import '../web/main.ts';"],
    ['src/renderer/overview/Overview.tsx', "import '../incident/Incident.tsx';"],
    ['src/renderer/overview/Overview.tsx', "import '#core/ports/ports.ts';"],
    ['src/renderer/overview/Overview.tsx', "import 'node:path';"],
    ['src/renderer/overview/Overview.tsx', "import '@orpc/server';"],
    ['src/renderer/ui/Page.tsx', "import '../overview/Overview.tsx';"],
    ['src/renderer/state/deskStore.ts', "import '../ui/Page.tsx';"],
    ['src/elsewhere/x.ts', 'export const x = 1;'],
  ])('forbids in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toHaveLength(1);
  });

  it.each([
    ['src/shared/time/instant.ts', "import { z } from 'zod'; import '../desk/deskState.ts';"],
    ['src/main/core/monitor/monitor.ts', "import 'node:fs'; import 'ssh2'; import '../ssh/hostSession.ts';"],
    ['src/main/core/rpc/createRouter.ts', "import type { Monitor } from '../monitor/monitor.ts';"],
    ['src/main/core/createCore.ts', "import './monitor/createMonitor.ts';"],
    ['src/main/web/main.ts', "import '#core/createCore.ts'; import 'ws'; import './webServer.ts';"],
    ['src/main/electron/main.ts', "import { app } from 'electron'; import Store from 'electron-store';"],
    ['src/renderer/overview/Overview.tsx', "import 'react'; import '../ui/Page.tsx'; import '../state/deskStore.ts';"],
    ['src/renderer/app/App.tsx', "import '../overview/Overview.tsx';"],
  ])('allows in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toStrictEqual([]);
  });
});
