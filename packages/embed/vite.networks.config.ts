import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { plainImports } from './build/plain-imports.js';

/**
 * The way to networks, built by itself: built with the elements, what both use would move into shared chunks, and a first
 * score would need one request more. ONNX Runtime stays in two lazy chunks, each .wasm is a file beside them.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  resolve: { conditions: ['module', 'browser', 'production'] },
  plugins: [plainImports],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    // The elements lie there already.
    emptyOutDir: false,
    target: 'es2022',
    // Inlined, 14 MB of WebAssembly would be 19 MB of text, and need an exception in the host's policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // ONNX Runtime comes minified in files of up to 120 kB; what is watched is test/size.
    chunkSizeWarningLimit: 200,
    rollupOptions: {
      input: { 'text-network': resolve(import.meta.dirname, 'src/text-network.ts') },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
