import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { plainImports } from './build/plain-imports.js';
import { smallCssTemplates } from './build/small-css.js';

/**
 * The entry asks at once for what its chunks import, which the browser would else find only when those have arrived: one
 * round trip less before the first score. The entry's own name has no hash, so its text may still change here.
 */
const oneRound: Plugin = {
  name: 'aicrm:one-round',
  generateBundle(_, bundle) {
    for (const entry of Object.values(bundle)) {
      if (entry.type !== 'chunk' || !entry.isEntry) continue;
      const found = new Set(entry.dynamicImports);
      for (const name of found) {
        const chunk = bundle[name];
        if (chunk?.type === 'chunk') for (const file of chunk.imports) found.add(file);
      }
      // A file that fails says so where it is needed, not as an unhandled rejection in the host's page.
      for (const name of entry.dynamicImports) found.delete(name);
      entry.code += [...found].map((file) => `import("./${file}").catch(()=>{});`).join('');
    }
  },
};

/**
 * ES modules with shared chunks whose names hold their hash, so that all but the entry can be cached for ever. One chunk
 * of Lit serves every element: two copies on a page break under Trusted Types.
 */
export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the files work from any folder of any origin.
  base: './',
  publicDir: false,
  // Never `development`, whatever NODE_ENV says: Lit's build for it is larger and writes to the host's console.
  resolve: { conditions: ['module', 'browser', 'production'] },
  plugins: [plainImports, smallCssTemplates, oneRound],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need an exception in the host's policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: { aicrm: resolve(import.meta.dirname, 'src/aicrm.ts') },
      // What elements and client share must not be put into the entry, see there.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
