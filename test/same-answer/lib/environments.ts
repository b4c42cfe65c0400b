import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { must } from '@aicrm/schema/result';
import { chromium } from 'playwright';
import { build } from 'vite';
import { unstable_startWorker } from 'wrangler';
import { openSite } from '../../policies/lib/site.js';
import type { Case } from './models.js';
import type { bothMargins } from './page.js';

/** Margins of each case, in the order of the cases. */
export type Found = readonly (readonly number[])[];

const here = import.meta.dirname;
const ortFolder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));
const types: Readonly<Record<string, string>> = { mjs: 'text/javascript', wasm: 'application/wasm' };
const raw = (data: Uint8Array | Float32Array): Response =>
  new Response(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());

async function pageCode(): Promise<string> {
  const built = await build({
    root: here,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: join(here, 'page.ts'), preserveEntrySignatures: 'strict' },
    },
  });
  const [chunk] = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  if (chunk?.type !== 'chunk') throw new Error('the page was not built');
  return chunk.code;
}

export async function inChromium(cases: readonly Case[]): Promise<{ ours: Found; ort: Found }> {
  const code = await pageCode();
  const site = await openSite();
  site.answer = async (request) => {
    const [, kind = '', name = '', what] = new URL(request.url).pathname.split('/');
    const asked = cases[Number(name)];
    if (kind === 'case' && asked) return raw(what === 'model' ? asked.bytes : asked.data);
    if (kind === 'page.js') return new Response(code, { headers: { 'content-type': 'text/javascript' } });
    const file = join(ortFolder, name);
    if (kind === 'ort' && existsSync(file)) {
      const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return new Response(new Uint8Array(await readFile(file)), { headers: { 'content-type': type } });
    }
    return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
  };
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    await page.goto(site.origin);
    // As text, because the test runner rewrites an import in a function to one of its own.
    const found = await page.evaluate<Awaited<ReturnType<typeof bothMargins>>[]>(`(async () => {
      const { bothMargins } = await import('/page.js');
      const all = [];
      for (let i = 0; i < ${cases.length}; i++) all.push(await bothMargins(i));
      return all;
    })()`);
    return { ours: found.map(({ ours }) => ours), ort: found.map(({ ort }) => ort) };
  } finally {
    await browser.close();
    await site.close();
  }
}

export async function inWorkerd(cases: readonly Case[]): Promise<Found> {
  const worker = await unstable_startWorker({
    config: join(here, 'wrangler.toml'),
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      logLevel: 'error',
      persist: false,
    },
  });
  try {
    await worker.ready;
    const found: number[][] = [];
    for (const { bytes, data } of cases) {
      const body = new Uint8Array(4 + bytes.length + data.byteLength);
      new Uint32Array(body.buffer, 0, 1)[0] = bytes.length;
      body.set(bytes, 4);
      body.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 4 + bytes.length);
      const answer = await worker.fetch('http://worker.test/', { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
      found.push([...new Float64Array(await answer.arrayBuffer())]);
    }
    return found;
  } finally {
    await worker.dispose();
  }
}

export const at = <T>(list: readonly T[], i: number): T => must(list[i], `entry ${i}`);
