import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { plainImports } from './build/plain-imports.js';
import { smallCssTemplates } from './build/small-css.js';

/**
 * The page inside a frame and the script of its host, built by themselves: built with the loader, what both use would
 * move out of the entry into chunks of its own, and a first score in a page would need one request more.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  resolve: { conditions: ['module', 'browser', 'production'] },
  plugins: [plainImports, smallCssTemplates],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    // The elements lie there already.
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        frame: resolve(import.meta.dirname, 'src/frame.ts'),
        'frame-host': resolve(import.meta.dirname, 'src/frame-host.ts'),
      },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
