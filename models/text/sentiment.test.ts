import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import golden from './golden/sentiment.json' with { type: 'json' };
import { detectLanguage } from './language.js';
import { analyse, explain } from './sentiment.js';
import { shipped } from './shipped.js';
import { loadShipped } from './testing/load.js';

const model = await loadShipped('sentiment-en');
const of = (text: string) => analyse(text, { model, detect: detectLanguage });

describe('the shipped sentiment model', () => {
  it.each(golden)('"$text" is $label', ({ text, label, confidence }) => {
    const answer = of(text);
    expect(answer.state === 'scored' ? answer.label : answer.state).toBe(label);
    if (answer.state === 'scored') expect(answer.confidence).toBeCloseTo(confidence, 6);
  });

  it('gives probabilities that add up to one, the largest to its label', () => {
    const answer = of('The delivery was late and the box was broken.');
    if (answer.state !== 'scored') throw new Error(answer.reason);
    const p = Object.values(answer.probabilities);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...p)).toBe(answer.confidence);
  });

  it.each([
    ['Die Lieferung kam zu spät und niemand hat sich gemeldet.', 'de'],
    ['Le colis est arrivé cassé et personne ne répond.', 'fr'],
    ['El paquete llegó tarde y nadie contesta', 'es'],
  ])('does not score "%s"', (text, language) => {
    expect(of(text)).toEqual({ state: 'not-scored', reason: 'language', language });
  });

  it('does not score what has no word, and scores short English all the same', () => {
    expect(of(' 12:30 !!')).toEqual({ state: 'not-scored', reason: 'empty', language: null });
    expect(of('Great phone.').state).toBe('scored');
    expect(analyse('Great phone.', { model, language: 'fr' })).toMatchObject({ reason: 'language' });
  });

  it('explains its label by words whose shares add up to the margin', () => {
    const text = 'I was not happy: the support is terrible &amp; slow.';
    const { label, against, spans, base, margin } = explain(text, model);
    expect([label, against]).toEqual(['negative', expect.stringMatching(/neutral|positive/)]);
    expect(spans.reduce((sum, { weight }) => sum + weight, base)).toBeCloseTo(margin, 6);
    const [top] = spans.toSorted((a, b) => b.weight - a.weight);
    expect(text.slice(top?.start, top?.end)).toBe('terrible');
  });

  it('has a card that says which file it is about', () => {
    const card: unknown = JSON.parse(
      readFileSync(new URL('./artefacts/sentiment-en.card.json', import.meta.url), 'utf8'),
    );
    const { sha256, bytes } = shipped['sentiment-en'];
    expect(card).toMatchObject({ sha256, bytes, languages: ['en'] });
  });
});
