import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { type BenchServer, startServer } from './server.js';

export const out = resolve(import.meta.dirname, '../../.out/bench');
const pages = resolve(import.meta.dirname, '../pages');
const require = createRequire(import.meta.url);

export const ortFolder = (): string => dirname(require.resolve('onnxruntime-web/wasm'));

export interface Chromium {
  readonly browser: Browser;
  readonly server: BenchServer;
  readonly version: string;
  /** A blank page of the server in a context of its own, so that nothing is cached. */
  open(path?: string): Promise<Page>;
}

let started: Promise<Chromium> | undefined;

/** The browser and server that all suites of a run share, with the page modules of `pages/` built once. */
export function startChromium(): Promise<Chromium> {
  started ??= start();
  return started;
}

export async function stopChromium(): Promise<void> {
  const running = await started?.catch(() => undefined);
  started = undefined;
  await running?.browser.close();
  await running?.server.close();
}

export const launchOptions = {
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // Heap sizes in bytes and not in steps, and a collector that can be called.
    '--enable-precise-memory-info',
    '--js-flags=--expose-gc',
  ],
};

async function start(): Promise<Chromium> {
  const server = await startServer();
  await buildPages();
  server.folder('pages', join(out, 'pages'));
  server.folder('ort', ortFolder());
  const browser = await chromium.launch(launchOptions);
  return {
    browser,
    server,
    version: `Chromium ${browser.version()}`,
    async open(path = '/blank') {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on('pageerror', (error) => process.stderr.write(`page: ${error.stack ?? error}\n`));
      await page.goto(server.origin + path);
      return page;
    },
  };
}

const entries = ['scoring', 'reader', 'ort', 'ingest', 'elements', 'shoelace'];

/** Minified as a product's page would have it, and each entry by itself, so that a file's size is what it needs. */
async function buildPages(): Promise<void> {
  rmSync(join(out, 'pages'), { recursive: true, force: true });
  for (const name of entries)
    await build({
      root: pages,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        outDir: join(out, 'pages'),
        emptyOutDir: false,
        target: 'es2022',
        reportCompressedSize: false,
        modulePreload: false,
        rollupOptions: {
          input: { [name]: join(pages, `${name}.ts`) },
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', chunkFileNames: `${name}/[name].js` },
        },
      },
    });
}
