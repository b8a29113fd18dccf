import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The window needs nothing inline: the shells serve it under a policy that forbids it.
export default defineConfig({
  root: folder('src/renderer'),
  base: './',
  publicDir: folder('src/renderer/public'),
  plugins: [react()],
  build: {
    outDir: folder('dist/renderer'),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
});
