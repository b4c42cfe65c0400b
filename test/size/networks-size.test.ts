import { beforeAll, describe, expect, it } from 'vitest';
import { brotliBytes, buildEmbed, buildNetworks, type Chunk, closureOf, packagesIn } from './closure.js';

/** Raised only on purpose, with the reason beside the number. */
const ceilings = {
  /** The entry alone, 0.1 kB: what a page pays that only imports it. */
  entry: 300,
  /** Adapter, encoder and text network's own code, 4.3 kB when this was set. */
  adapter: 5_000,
  /** Cloudflare serves no file beyond. */
  asset: 25 * 2 ** 20,
};
const ort = 'onnxruntime-web';

describe('the way to networks', () => {
  let chunks: Chunk[];
  let assets: Record<string, number>;
  let embed: Chunk[];
  beforeAll(async () => {
    ({ chunks, assets } = await buildNetworks());
    embed = await buildEmbed();
  }, 90_000);

  it('has no part in what elements load, at first or later', () => {
    expect(packagesIn(embed)).not.toContain(ort);
    expect(embed.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.includes('/ort/'))).toEqual([]);
  });

  it('holds ONNX Runtime in no static closure but its own', () => {
    const entry = chunks.filter(({ isEntry }) => isEntry);
    expect(entry.map(({ fileName }) => fileName)).toEqual(['text-network.js']);
    const dynamic = chunks.filter(({ isDynamicEntry }) => isDynamicEntry);
    const holders = [...entry, ...dynamic].filter((chunk) => packagesIn(reached(chunk)).includes(ort));
    // One for each device, and the look finds them.
    expect(holders.map(({ name }) => name).sort()).toEqual(['ort.jspi.bundle.min', 'ort.wasm.bundle.min']);
    const adapter = dynamic.filter((chunk) => !holders.includes(chunk));
    expect(adapter).toHaveLength(1);
    expect(brotliBytes(entry)).toBeLessThanOrEqual(ceilings.entry);
    expect(brotliBytes(adapter.flatMap(reached))).toBeLessThanOrEqual(ceilings.adapter);
  });

  it('has each .wasm once, as a file that can be served', () => {
    const wasm = Object.keys(assets).filter((name) => name.endsWith('.wasm'));
    expect(wasm).toHaveLength(2);
    for (const [name, bytes] of Object.entries(assets)) expect(bytes, name).toBeLessThan(ceilings.asset);
    // Inlined it would be 19 MB of text.
    for (const { fileName, code } of chunks) expect(code.length, fileName).toBeLessThan(200_000);
    expect(chunks.filter(({ code }) => /data:[a-z]+\/wasm/.test(code))).toEqual([]);
  });

  function reached(chunk: Chunk): Chunk[] {
    const others = chunks.filter(({ name }) => name !== chunk.name);
    return closureOf([chunk, ...others], [chunk.name]);
  }
});
