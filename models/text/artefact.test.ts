import { createRandom } from '@aicrm/learn/random';
import { textMargins, trainText } from '@aicrm/learn/train/text';
import { sha256Hex } from '@aicrm/runtime/artefact';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { readTextArtefact, type TextMeta, verifyTextArtefact, writeTextArtefact } from './artefact.js';
import { classify, explainText } from './classify.js';
import { englishTone } from './english.js';

const meta: TextMeta = {
  name: 'small',
  version: '1',
  languages: ['en'],
  tone: true,
  scope: null,
  trainedAt: '2026-11-22T00:00:00Z',
  dataLicence: 'invented',
};
const texts = ['good one', 'bad one', 'so so', 'really good', 'really bad', 'it is so'];
const small = (entries: number | null) =>
  trainText(
    { texts, labels: [2, 1, 0, 2, 1, 0] },
    ['neutral', 'negative', 'positive'],
    {
      grams: { words: 2, characters: [2, 3], negation: false, skips: false },
      minDocuments: 1,
      l2: 0.1,
      features: null,
      entries,
      reference: entries === null,
      lexicon: null,
      lexiconGain: 1,
      seed: 1,
    },
    englishTone,
  );

describe.each([
  { kind: 'dense', entries: null },
  { kind: 'sparse', entries: 100 },
])('a $kind artefact', ({ entries }) => {
  const model = small(entries);
  const bytes = writeTextArtefact(model, meta);

  it('comes back as it was written', () => {
    const back = readTextArtefact(bytes, 'x');
    if (!back.ok) throw new Error(back.error.detail);
    expect(back.value.meta).toEqual(meta);
    expect(textMargins(back.value.model, texts, englishTone)).toEqual(textMargins(model, texts, englishTone));
    expect(classify(back.value, 'really good one').label).toBe('positive');
  });

  it('is read from a Buffer within other memory', () => {
    const inside = Buffer.concat([Buffer.from('other'), bytes]).subarray(5);
    expect(readTextArtefact(inside, '').ok).toBe(true);
  });

  it('is read only where its hash is the promised one', async () => {
    expect((await verifyTextArtefact(bytes, await sha256Hex(bytes))).ok).toBe(true);
    const other = await verifyTextArtefact(bytes, 'a'.repeat(64));
    expect(other.ok ? null : other.error.reason).toBe('hash');
  });

  it('is refused at every length but its own', () => {
    for (let length = 0; length < bytes.length; length += 1 + Math.floor(length / 40)) {
      const cut = readTextArtefact(bytes.subarray(0, length), '');
      expect(cut.ok ? 'read' : cut.error.kind, `${length} bytes`).toBe('bad-model');
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(readTextArtefact(longer, '').ok).toBe(false);
  });

  it.each([
    ['"slots":', '9999999999'],
    ['"slots":', '-1'],
    ['"columns":', '200'],
    ['"lexiconSlots":', '1048576'],
    ['"idfStep":', '1e999'],
    ['"classes":', '["a","a"],"was":'],
    ['"characters":', '[3],"was":'],
    ['"entries":', '3999999,"was":'],
  ])('is refused with %s %s', (key, value) => {
    const text = new TextDecoder('latin1').decode(bytes);
    const length = must(new DataView(bytes.buffer).getUint32(4, true), 'length');
    const header = text.slice(8, 8 + length);
    const at = header.indexOf(key) + key.length;
    const rest = value.includes('was') ? header.slice(at) : header.slice(at).replace(/^[^,}]*/, '');
    const changed = new TextEncoder().encode(header.slice(0, at) + value + rest);
    const out = new Uint8Array(8 + changed.length + bytes.length - 8 - length);
    out.set(bytes.subarray(0, 4));
    new DataView(out.buffer).setUint32(4, changed.length, true);
    out.set(changed, 8);
    out.set(bytes.subarray(8 + length), 8 + changed.length);
    const read = readTextArtefact(out, '');
    expect(read.ok ? 'read' : read.error.detail).not.toBe('read');
    expect(read.ok ? '' : read.error.detail).not.toContain('unexpected');
  });

  it('damaged at random gives an error with a reason, or a model whose numbers are numbers', () => {
    const random = createRandom(5);
    const tally = { refused: 0, read: 0 };
    for (let round = 0; round < 400; round++) {
      const mutant = bytes.slice();
      for (let flips = 1 + random.int(3); flips > 0; flips--) {
        // Half of the damage hits the header, where the sizes stand.
        const at = random.int(round % 2 ? bytes.length : 600);
        mutant[at] = random.int(256);
      }
      const read = readTextArtefact(mutant, '');
      if (!read.ok) {
        tally.refused++;
        expect(read.error.detail, `round ${round}`).not.toContain('unexpected');
        continue;
      }
      tally.read++;
      const { margin, spans } = explainText(read.value, 'really good or bad one');
      expect([margin, ...spans.map(({ weight }) => weight)].some(Number.isNaN), `round ${round}`).toBe(false);
    }
    expect(tally.refused).toBeGreaterThan(50);
    expect(tally.read).toBeGreaterThan(50);
  });
});
