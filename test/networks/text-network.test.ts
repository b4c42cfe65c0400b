import { readFileSync } from 'node:fs';
import type { ToneAnswer } from '@aicrm/client/text-network';
import { toneClasses } from '@aicrm/models/text-network/encode';
import { toneNetwork } from '@aicrm/models/text-network/shipped';
import { referenceProbabilities } from '@aicrm/models/text-network/testing/reference';
import type { NetworkDevice, NetworkError, NetworkOptions } from '@aicrm/runtime/ort/open-network';
import type { Result } from '@aicrm/schema/result';
import { must } from '@aicrm/schema/result';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSite, type Site } from '../policies/lib/site.js';
import { type BuiltFile, builtNetworks, networkFile } from './networks-site.js';

// The network in a real page, from the built files of another origin, on WebAssembly and on WebGPU. The graphics card is
// played by software (SwiftShader), so figures are right and times mean nothing.

const texts = [
  'I love this, thank you so much!',
  'The parcel arrived broken and nobody answers my mails.',
  'The meeting is on Tuesday at ten.',
  'Not bad at all, the new version is great',
  'ok',
  'Why would anyone pay for that? Terrible service, I am very disappointed and angry.',
  'word '.repeat(100),
];

let files: readonly BuiltFile[];
let host: Site;
let cdn: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let reference: readonly (readonly number[])[];
let policy: string | undefined;

beforeAll(async () => {
  [files, host, cdn, browser, reference] = await Promise.all([
    builtNetworks(),
    openSite(),
    openSite(),
    chromium.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: ['--enable-unsafe-webgpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    }),
    referenceProbabilities(readFileSync(toneNetwork.url), texts),
  ]);
  const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>';
  host.answer = () =>
    new Response(html, {
      headers: { 'content-type': 'text/html', ...(policy ? { 'content-security-policy': policy } : {}) },
    });
  const script = "import { openTone } from './text-network.js'; globalThis.openTone = openTone;";
  cdn.answer = (request) => {
    const { pathname } = new URL(request.url);
    return pathname === '/embed/page.js'
      ? new Response(script, { headers: { 'content-type': 'text/javascript' } })
      : (networkFile(files, pathname) ?? new Response('', { status: 404 }));
  };
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.close(), cdn?.close()]);
});
beforeEach(async () => {
  policy = undefined;
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

interface Outcome {
  readonly device: NetworkDevice | null;
  readonly error: NetworkError | null;
  readonly answers: readonly Result<ToneAnswer, NetworkError>[];
  readonly resources: readonly string[];
}

/** Opens the network in the page and asks it each text; after the text numbered `loseAfter` the device is lost. */
async function inPage(options: NetworkOptions, asked = texts, loseAfter = -1): Promise<Outcome> {
  await page.goto(host.origin);
  // A dynamic import here would be rewritten by the test runner.
  await page.addScriptTag({ type: 'module', url: `${cdn.origin}/embed/page.js` });
  return page.evaluate(
    async ({ options, asked, loseAfter }) => {
      const devices: { destroy(): void }[] = [];
      const gpu = (navigator as { gpu?: { requestAdapter(): Promise<{ requestDevice: unknown } | null> } })
        .gpu;
      if (gpu) {
        const request = gpu.requestAdapter.bind(gpu);
        gpu.requestAdapter = async () => {
          const adapter = await request();
          if (!adapter) return adapter;
          const make = adapter.requestDevice as (wanted: unknown) => Promise<{ destroy(): void }>;
          adapter.requestDevice = async (wanted: unknown) => {
            const device = await make.call(adapter, wanted);
            devices.push(device);
            return device;
          };
          return adapter;
        };
      }
      const open = (globalThis as { openTone?: typeof import('@aicrm/embed/text-network').openTone })
        .openTone;
      if (!open) throw new Error('the script did not run');
      const before = performance.getEntriesByType('resource').length;
      const opened = await open(options);
      const resources = performance
        .getEntriesByType('resource')
        .slice(before)
        .map(({ name }) => name);
      if (!opened.ok) return { device: null, error: opened.error, answers: [], resources };
      const answers = [];
      for (const [i, text] of asked.entries()) {
        answers.push(await opened.value.analyse(text));
        if (i === loseAfter) for (const device of devices) device.destroy();
      }
      const { device } = opened.value;
      await opened.value.dispose();
      return { device, error: null, answers, resources };
    },
    { options, asked, loseAfter },
  );
}

const probabilities = ({ answers }: Outcome): number[][] =>
  answers.map((answer) => {
    if (!answer.ok) throw new Error(answer.error.detail);
    if (answer.value.state !== 'scored') throw new Error('not scored');
    const { probabilities: p } = answer.value;
    return toneClasses.map((name) => p[name]);
  });

function farthest(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.flatMap((row, i) => row.map((p, c) => Math.abs(p - (b[i]?.[c] ?? Number.NaN)))));
}

const names = (resources: readonly string[]) => resources.map((name) => must(name.split('/').at(-1), 'name'));

const wasmOf = (resources: readonly string[]) => names(resources).filter((name) => name.endsWith('.wasm'));

describe('the text network in a page', () => {
  it('runs on WebAssembly and on WebGPU alike, as ONNX Runtime in Node does, with one .wasm each', async () => {
    const wasm = await inPage({ device: 'wasm' });
    expect(wasm.error).toBeNull();
    expect(wasm.device).toEqual({ provider: 'wasm', adapter: null, fellBack: null });
    expect(farthest(probabilities(wasm), reference)).toBeLessThanOrEqual(1e-5);
    expect(wasmOf(wasm.resources)).toEqual([expect.stringMatching(/^ort-wasm-simd-threaded-[^.]+\.wasm$/)]);

    const webgpu = await inPage({ device: 'webgpu', allowSoftware: true });
    expect(webgpu.error).toBeNull();
    expect(webgpu.device).toMatchObject({
      provider: 'webgpu',
      adapter: { architecture: 'swiftshader', software: true },
      fellBack: null,
    });
    expect(farthest(probabilities(webgpu), probabilities(wasm))).toBeLessThanOrEqual(1e-4);
    expect(wasmOf(webgpu.resources)).toEqual([
      expect.stringMatching(/^ort-wasm-simd-threaded\.jspi-.+\.wasm$/),
    ]);
    // Different texts are told apart, so the two do not agree by saying nothing.
    expect(new Set(probabilities(webgpu).map(([p = 0]) => p.toFixed(3))).size).toBeGreaterThan(4);
  });

  it('refuses a graphics card that is played by software, and has then fetched no runtime', async () => {
    const { error, resources } = await inPage({ device: 'webgpu' });
    expect(error).toMatchObject({ reason: 'software-device', action: "Open it with device: 'wasm'." });
    expect(names(resources).filter((name) => /ort|wasm/.test(name))).toEqual([]);
  });

  it('goes on on WebAssembly when the graphics card is lost, once, and says so', async () => {
    const lost = await inPage({ device: 'webgpu', allowSoftware: true }, texts, 1);
    expect(farthest(probabilities(lost), reference)).toBeLessThanOrEqual(1e-4);
    const ranOn = lost.answers.map(
      (answer) => answer.ok && answer.value.state === 'scored' && answer.value.device.provider,
    );
    expect(ranOn).toEqual(['webgpu', 'webgpu', 'wasm', 'wasm', 'wasm', 'wasm', 'wasm']);
    expect(lost.device).toMatchObject({ provider: 'wasm', adapter: null });
    expect(lost.device?.fellBack).toMatch(/lost/);
  });

  it('says what to do under a policy that forbids WebAssembly, before it fetches any', async () => {
    const rest = `default-src 'none'; connect-src ${cdn.origin}; script-src ${cdn.origin}`;
    policy = rest;
    const refused = await inPage({ device: 'wasm' });
    expect(refused.error).toEqual({
      kind: 'network',
      reason: 'policy',
      detail: "This page's policy forbids WebAssembly.",
      action: expect.stringContaining("'wasm-unsafe-eval'"),
    });
    expect(names(refused.resources).filter((name) => /ort|wasm/.test(name))).toEqual([]);
    // What the message says to do is enough: no 'unsafe-eval', no blob:, no worker.
    policy = `${rest} 'wasm-unsafe-eval'`;
    const { error, answers } = await inPage({ device: 'wasm' }, ['42 !?', 'fine']);
    expect(error).toBeNull();
    expect(answers[0]).toEqual({ ok: true, value: { state: 'not-scored', reason: 'empty' } });
    expect(answers[1]).toMatchObject({ ok: true, value: { state: 'scored' } });
  });
});
