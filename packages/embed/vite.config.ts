import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { plainImports } from './build/plain-imports.js';
import { smallCssTemplates } from './build/small-css.js';

/** What a page needs before its first score: the client, and the elements that stand in lists. */
const firstPaint = [/\/embed\/src\/start\.ts$/, /\/widgets\/src\/lead-score-badge\/define\.ts$/];

/**
 * What a first paint shares with other elements, in one chunk whatever their number: else each set of elements would get a
 * file of its own for what only that set uses. `start.ts` stays out, because a group with an entry of its own in it needs
 * the bundler's runtime.
 */
const base =
  /\/widgets\/src\/(?:events|internal\/(?:aicrm-element|css|define|dom|format|mount-queue|prediction-controller)|score-badge\/(?:score-badge|pill|styles)|locales\/(?:locale|en)|theme\/tokens)\.ts$|\/client\/src\/(?:registry|yield-to-page|client|predictions|problems|store\/(?:keys|first-paint))\.ts$|\/embed\/src\/script-options\.ts$/;

/** What nearly every opened part draws with, in one chunk: five small files pack a tenth worse and are five requests. */
const templates =
  /\/node_modules\/(?:lit-html\/lit-html|lit\/html)\.js$|\/widgets\/src\/(?:theme\/panel-tokens|score-badge\/(?:format-value|round-to-sum))\.ts$/;

/** All elements are defined in a file of that name; in a page's list of requests each has its own. */
const elementOf = (module: string | null | undefined): string | undefined =>
  /\/widgets\/src\/([^/]+)\/define\.ts$/.exec(module ?? '')?.[1];

/**
 * The entry asks at once for what the chunks of a first paint import, which the browser would else find only when those
 * have arrived: one round trip less before the first score. What other elements import comes when a page shows one. The
 * entry's own name has no hash, so its text may still change here.
 */
const oneRound: Plugin = {
  name: 'aicrm:one-round',
  generateBundle(_, bundle) {
    for (const entry of Object.values(bundle)) {
      if (entry.type !== 'chunk' || !entry.isEntry) continue;
      const asked = new Set(entry.dynamicImports);
      const found = new Set<string>();
      const visit = (name: string): void => {
        const chunk = bundle[name];
        if (chunk?.type !== 'chunk') return;
        for (const file of chunk.imports) {
          // A file that fails says so where it is needed, not as an unhandled rejection in the host's page.
          if (asked.has(file) || found.has(file)) continue;
          found.add(file);
          visit(file);
        }
      };
      for (const name of asked) {
        const chunk = bundle[name];
        const module = chunk?.type === 'chunk' ? chunk.facadeModuleId : null;
        if (firstPaint.some((first) => first.test(module ?? ''))) visit(name);
      }
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
        codeSplitting: {
          groups: [
            { name: 'base', test: base },
            { name: 'templates', test: templates },
          ],
        },
        entryFileNames: '[name].js',
        chunkFileNames: ({ facadeModuleId }) => {
          const element = elementOf(facadeModuleId);
          return `assets/${element === undefined ? '[name]' : `define-${element}`}-[hash].js`;
        },
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
