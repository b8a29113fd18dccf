import { defineConfig, type UserConfig } from 'vite';

/** Never bundled: Electron brings itself, and the rest are native helpers that are tried for and not needed. */
const external = ['electron', /\.node$/u, 'cpu-features', 'bufferutil', 'utf-8-validate'];

/** CommonJS packages inside of modules (ssh2) look for these. */
const commonJsNames = 'const __dirname = import.meta.dirname, __filename = import.meta.filename;';

function bundle(input: Readonly<Record<string, string>>, format: 'es' | 'cjs', emptyOutDir: boolean): UserConfig {
  return {
    publicDir: false,
    logLevel: 'warn',
    // Packages are bundled too: what ships is these files, without node_modules.
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: 'dist/main',
      emptyOutDir,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        external,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          ...(format === 'es' ? { banner: commonJsNames } : {}),
        },
      },
    },
  };
}

/** The shells and the command line share chunks; the preload script runs in a sandbox that knows only one CommonJS file. */
export default defineConfig(({ mode }) =>
  mode === 'preload'
    ? bundle({ preload: 'src/main/electron/preload.ts' }, 'cjs', false)
    : bundle(
        { web: 'src/main/web/main.ts', electron: 'src/main/electron/main.ts', cli: 'src/main/cli/main.ts' },
        'es',
        true,
      ),
);
