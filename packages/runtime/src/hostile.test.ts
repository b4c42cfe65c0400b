import { writeFileSync } from 'node:fs';
import { margin } from '@aicrm/learn/model/evaluate';
import type { ModelMeta } from '@aicrm/schema/model';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex, verifyArtefact } from './artefact.js';
import { counterfactuals, explain } from './explain.js';
import { predict } from './predict.js';
import {
  columnsIn,
  metaOf,
  NOW,
  randomLinear,
  randomRow,
  randomTrees,
  randomView,
  seeded,
} from './testing/random-models.js';
import { ortMargins, plainMargin } from './testing/reference.js';
import { structuralMutant } from './testing/structural-mutants.js';
import { writeArtefact } from './write-artefact.js';

/** The suite's sample; AICRM_MUTANTS=20000 runs the long campaign. */
const MUTANTS = Number(process.env.AICRM_MUTANTS ?? 500);

/** One file damaged in one of seven ways, by seed. */
function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const below = (n: number) => Math.floor(random() * n);
  const out = Array.from(bytes);
  const at = below(out.length);
  switch (below(7)) {
    case 0:
      for (let flips = 1 + below(2); flips > 0; flips--) {
        const i = below(out.length);
        out[i] = (out[i] ?? 0) ^ (1 << below(8));
      }
      break;
    case 1:
      out.length = at;
      break;
    case 2:
      out.splice(at, 1 + below(40));
      break;
    case 3:
      out.splice(at, 0, ...out.slice(at, at + 1 + below(40)));
      break;
    case 4:
      // An absurd number or length where any byte was.
      out.splice(at, 1, 255, 255, 255, 255, below(2) ? 7 : 255);
      break;
    case 5: {
      // Quiet damage: one digit of the metadata becomes another, and the file stays a file.
      const digits = out.flatMap((byte, i) => (byte >= 48 && byte <= 57 ? [i] : []));
      out[digits[below(digits.length)] ?? 0] = 48 + below(10);
      break;
    }
    default:
      for (let i = at; i < Math.min(out.length, at + 4); i++) out[i] = below(256);
  }
  return Uint8Array.from(out);
}

function original(kind: ModelMeta['kind']): Uint8Array {
  const meta = metaOf(kind);
  const columns = columnsIn(meta);
  return writeArtefact(
    kind === 'trees' ? randomTrees(seeded(21), columns, 12, 3) : randomLinear(seeded(22), columns),
    meta,
  );
}

/** What one file may cost to be refused or read: generous, for a machine shared with others; 8 MB is the largest allowed. */
const MOST_MS = 250;
const MOST_BYTES = 128 << 20;

interface Cost {
  ms: number;
  bytes: number;
}
const worst: Cost = { ms: 0, bytes: 0 };
let misbehaved = 0;
let played = 0;

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/**
 * Reads a file as a page does, under the hash that it really has, since whoever hands out a bad file can name its hash.
 * Keeps what the worst of all cost: processor time, in which no other program counts, and memory.
 */
async function readAtCost(
  bytes: Uint8Array,
): Promise<{ read: Awaited<ReturnType<typeof verifyArtefact>>; cost: Cost }> {
  const sha256 = await sha256Hex(bytes);
  const before = memory();
  const begin = process.cpuUsage();
  const read = await verifyArtefact(bytes, sha256);
  const { user, system } = process.cpuUsage(begin);
  const cost = { ms: (user + system) / 1_000, bytes: memory() - before };
  worst.ms = Math.max(worst.ms, cost.ms);
  worst.bytes = Math.max(worst.bytes, cost.bytes);
  return { read, cost };
}

interface Tally {
  readonly reasons: Map<string, number>;
  accepted: number;
  compared: number;
}

/** Throws where a mutant is neither refused for a reason, nor scored as ONNX Runtime does, or costs too much. */
async function play(mutant: Uint8Array, seed: number, tally: Tally): Promise<void> {
  const { read, cost } = await readAtCost(mutant);
  expect(cost.ms).toBeLessThan(MOST_MS);
  expect(cost.bytes).toBeLessThan(MOST_BYTES);
  if (!read.ok) {
    expect(read.error.kind).toBe('bad-model');
    expect(read.error.reason).not.toBe('hash');
    expect(read.error.detail).not.toContain('unexpected');
    tally.reasons.set(read.error.reason, 1 + (tally.reasons.get(read.error.reason) ?? 0));
    return;
  }
  tally.accepted++;
  const { model, meta } = read.value;
  const random = seeded(seed);
  const rows = Array.from({ length: 20 }, () => randomRow(random, model.columns, meta.kind === 'trees'));
  for (const row of rows) expect(margin(model, row)).not.toBeNaN();
  const view = randomView(random);
  const prediction = predict(read.value, view, NOW);
  expect(prediction.state === 'score' ? prediction.probability : 0).not.toBeNaN();
  expect(explain(read.value, view, NOW).reasons).toHaveLength(meta.features.length);
  counterfactuals(read.value, view, NOW);
  // What ONNX Runtime refuses ours must refuse as well: there would be nothing that the scores agree with.
  const theirs = await ortMargins(mutant, rows).catch((error: unknown) => {
    throw new Error(`scored here and refused by ONNX Runtime: ${error}`);
  });
  tally.compared++;
  rows.forEach((row, i) => {
    const plain = plainMargin(model, row);
    // ONNX Runtime adds in float32, where a weight near its end overflows; ours has doubles.
    if (plain.scale > 1e38) return;
    const off = Math.abs((theirs[i] ?? Number.NaN) - plain.margin) / plain.scale;
    expect(off).toBeLessThanOrEqual(1e-6);
  });
}

/** Plays all mutants to the end, since the campaign counts them, and gives a sentence for each that misbehaves. */
async function playAll(make: (seed: number) => Uint8Array, count: number, tally: Tally): Promise<string[]> {
  const bad: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    played++;
    try {
      await play(make(seed), seed, tally);
    } catch (error) {
      bad.push(`seed ${seed}: ${error}`);
    }
  }
  misbehaved += bad.length;
  return bad;
}

const newTally = (): Tally => ({ reasons: new Map(), accepted: 0, compared: 0 });

afterAll(() => {
  const report = process.env.AICRM_MUTANTS_REPORT;
  if (report) writeFileSync(report, JSON.stringify({ played, misbehaved, ...worst }));
});

describe.each(['trees', 'logistic'] as const)('damaged files of a %s model', (kind) => {
  const quarter = Math.ceil(MUTANTS / 4);

  it('by chance: refused with a reason, or scored as ONNX Runtime does', async () => {
    const bytes = original(kind);
    const tally = newTally();
    expect(await playAll((seed) => mutate(bytes, seeded(1000 + seed)), quarter, tally)).toEqual([]);
    // Both sides of the claim were exercised: many kinds of refusal, and harmless damage that still scores.
    expect(tally.reasons.size).toBeGreaterThanOrEqual(3);
    expect(tally.accepted).toBeGreaterThan(5);
    expect(tally.compared).toBeGreaterThan(5);
  });

  it('on purpose: the same, for cycles, absurd numbers and counts, data elsewhere and names given twice', async () => {
    const meta = metaOf(kind);
    const columns = columnsIn(meta);
    const model =
      kind === 'trees' ? randomTrees(seeded(21), columns, 12, 3) : randomLinear(seeded(22), columns);
    const kinds = new Set<string>();
    const make = (seed: number): Uint8Array => {
      const { what, bytes } = structuralMutant(model, meta, seeded(1000 + seed));
      kinds.add(what);
      return bytes;
    };
    expect(await playAll(make, quarter, newTally())).toEqual([]);
    expect(kinds.size).toBe(kind === 'trees' ? 12 : 6);
  });
});

it('structural damage of a file larger than any of our own is bounded in processor time and memory', async () => {
  const meta = metaOf('trees');
  const model = randomTrees(seeded(23), columnsIn(meta), 300, 8);
  const cases = [1, 4].map((seed) => structuralMutant(model, meta, seeded(seed)));
  for (const { what, bytes } of cases) {
    expect(bytes.length, what).toBeGreaterThan(1 << 20);
    const { read, cost } = await readAtCost(bytes);
    if (!read.ok) expect(read.error.detail, what).not.toContain('unexpected');
    expect(cost.ms, what).toBeLessThan(MOST_MS);
    expect(cost.bytes, what).toBeLessThan(MOST_BYTES);
  }
});

it('every mutant that misbehaves is counted, and not only the first', async () => {
  const before = { misbehaved, played };
  const failing = (seed: number): Uint8Array => {
    if (seed % 2 === 0) throw new Error('misbehaves');
    return Uint8Array.of();
  };
  expect(await playAll(failing, 6, newTally())).toHaveLength(3);
  expect(misbehaved - before.misbehaved).toBe(3);
  ({ misbehaved, played } = before);
});
