import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Started from a test or a shell with another NODE_ENV, Vite would bundle Lit's development build.
process.env.NODE_ENV = 'production';

// The worker's asset server serves the folder; its _headers file says that hashed files never change.
export default defineConfig({
  root: here('.'),
  base: '/console/',
  build: {
    outDir: here('../../workers/api/public/console'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // A picture or style as a data: address would need a wider policy.
    assetsInlineLimit: 0,
  },
});
