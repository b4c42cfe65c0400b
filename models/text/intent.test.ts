import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainText } from './classify.js';
import { intentOf } from './intent.js';
import { shipped } from './shipped.js';
import { loadShipped } from './testing/load.js';

const bank = await loadShipped('intent-banking-en');
const general = await loadShipped('intent-general-en');

describe('the shipped intent models', () => {
  it.each([
    ['Why was my card declined in the shop?', 'declined_card_payment'],
    ['I still have not received my new card', 'card_arrival'],
    ['How do I change my PIN?', 'change_pin'],
  ])('"%s" is %s', (text, label) => {
    expect(intentOf(text, bank)).toMatchObject({ state: 'intent', label });
  });

  it.each([
    ['what is the weather like tomorrow', 'weather'],
    ['book me a flight to berlin', 'book_flight'],
  ])('"%s" is %s', (text, label) => {
    expect(intentOf(text, general)).toMatchObject({ state: 'intent', label });
  });

  it.each(['qwxz plmk vvvv', 'the sonnet has fourteen lines of iambic verse'])(
    '"%s" is out of scope',
    (text) => {
      expect(intentOf(text, general).state).toBe('out-of-scope');
    },
  );

  it('names the next likely intents in order', () => {
    const answer = intentOf('my card was declined', bank);
    if (answer.state !== 'intent') throw new Error(answer.state);
    const all = [answer.confidence, ...answer.others.map(({ confidence }) => confidence)];
    expect(answer.others).toHaveLength(3);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
  });

  it('explains an intent by shares that add up', () => {
    const { spans, base, margin } = explainText(bank, 'Why was my card declined?');
    expect(spans.reduce((sum, { weight }) => sum + weight, base)).toBeCloseTo(margin, 6);
  });

  it.each(['intent-banking-en', 'intent-general-en'] as const)('%s fits in 2 MB and has its card', (name) => {
    const card: unknown = JSON.parse(
      readFileSync(new URL(`./artefacts/${name}.card.json`, import.meta.url), 'utf8'),
    );
    expect(card).toMatchObject({ sha256: shipped[name].sha256, bytes: shipped[name].bytes });
    expect(shipped[name].bytes).toBeLessThanOrEqual(2_000_000);
  });
});
