// `npm run build`: the window, both shells and the command line, into `dist`.
import { root, writeStamp } from './buildStamp.ts';
import { build } from 'vite';

const builds = [
  { name: 'window', configFile: 'vite.renderer.config.ts', mode: 'production' },
  { name: 'shells and command line', configFile: 'vite.main.config.ts', mode: 'production' },
  { name: 'preload script', configFile: 'vite.main.config.ts', mode: 'preload' },
] as const;

process.chdir(root);
for (const { name, configFile, mode } of builds) {
  process.stderr.write(`Building the ${name}\n`);
  await build({ configFile, mode, logLevel: 'error' });
}
writeStamp();
