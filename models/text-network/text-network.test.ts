import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readArtefact } from '@aicrm/runtime/artefact';
import { scanOnnx } from '@aicrm/runtime/ort/scan-onnx';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import card from './artefacts/tone-network-en.card.json' with { type: 'json' };
import { BUCKETS, encodeText, MAX_TOKENS, toneClasses } from './encode.js';
import { toneNetwork } from './shipped.js';
import { referenceProbabilities } from './testing/reference.js';
import { trainNetwork } from './train.js';
import { plainProbabilities } from './weights.js';
import { writeNetwork } from './write-network.js';

const shipped = new Uint8Array(readFileSync(toneNetwork.url));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('the shipped text network', () => {
  it('is the file that its card and the list name, and one that our own reader refuses', () => {
    const sha256 = createHash('sha256').update(shipped).digest('hex');
    expect(toneNetwork).toMatchObject({ sha256, bytes: shipped.length });
    expect(card).toMatchObject({ sha256, bytes: shipped.length, classes: toneClasses });
    expect(shipped.length).toBeLessThan(500_000);
    expect(readArtefact(shipped, sha256)).toMatchObject({ ok: false, error: { kind: 'bad-model' } });
    expect(scanOnnx(shipped)).toEqual({
      ok: true,
      value: ['Conv', 'Gather', 'Gemm', 'ReduceMax', 'Relu', 'Softmax', 'Transpose'],
    });
  });

  it('tells plain tones apart', async () => {
    const texts = [
      'I love this, thank you so much!',
      'Terrible service, I am very disappointed and angry.',
      'The meeting is on Tuesday at ten.',
    ];
    const said = (await referenceProbabilities(shipped, texts)).map(
      (p) => toneClasses[p.indexOf(Math.max(...p))],
    );
    expect(said).toEqual(['positive', 'negative', 'neutral']);
  });
});

describe('encoding a text', () => {
  it('gives rows of the embedding, as many as are read, and none without a letter', () => {
    const rows = must(encodeText(`Great news! ${'x y '.repeat(100)}`), 'rows');
    expect(rows).toHaveLength(MAX_TOKENS);
    expect(rows.every((row) => row >= 1 && row < BUCKETS)).toBe(true);
    // Case does not count, words do.
    expect(encodeText('GREAT news!')).toEqual(encodeText('great news!'));
    expect(encodeText('great news')).not.toEqual(encodeText('great noise'));
    expect(['', '  ', '42 !?'].map(encodeText)).toEqual([null, null, null]);
  });
});

describe('training and writing', () => {
  const good = ['what a lovely day', 'we love it', 'lovely and kind people'];
  const bad = ['what an awful day', 'we hate it', 'awful and rude people'];
  const plain = ['the day is long', 'it is a table', 'people sit here'];
  const data = {
    texts: [plain, bad, good].flat(),
    labels: Uint8Array.from([0, 0, 0, 1, 1, 1, 2, 2, 2]),
  };
  const recipe = { width: 8, filters: 16, passes: 60, rate: 0.1, dropout: 0, wordDropout: 0, seed: 3 };

  it('learns what the texts say; ONNX Runtime computes from the file what the weights mean', async () => {
    const weights = trainNetwork(data, recipe);
    const texts = [...data.texts, 'a lovely table', 'x', 'awful '.repeat(80)];
    const reference = await referenceProbabilities(writeNetwork(weights, { name: 'test' }), texts);
    texts.forEach((text, i) => {
      const plainly = plainProbabilities(weights, must(encodeText(text), text));
      expect(farthest(plainly, must(reference[i], text))).toBeLessThanOrEqual(1e-5);
    });
    const found = data.texts.map((_, i) => must(reference[i], 'row')).map((p) => p.indexOf(Math.max(...p)));
    expect(found).toEqual([...data.labels]);
    // Without a pass it has learned nothing, so it is the training that tells them apart.
    const untrained = trainNetwork(data, { ...recipe, passes: 0 });
    const guessed = data.texts.map((text) => {
      const p = [...plainProbabilities(untrained, must(encodeText(text), text))];
      return p.indexOf(Math.max(...p));
    });
    expect(guessed).not.toEqual([...data.labels]);
  });

  it('is decided by data and seed alone', () => {
    const short = { ...recipe, passes: 2 };
    const write = (seed: number) => writeNetwork(trainNetwork(data, { ...short, seed }), {});
    expect(write(3)).toEqual(write(3));
    expect(write(4)).not.toEqual(write(3));
  });
});
