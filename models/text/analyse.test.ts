import { expect, test } from 'vitest';
import { analyseMessage, type MessageAnalysis } from './analyse.js';
import { aspectFinder } from './aspects.js';
import { detectLanguage } from './language.js';
import { loadShipped } from './testing/load.js';

const readers = {
  sentiment: await loadShipped('sentiment-en'),
  intent: await loadShipped('intent-general-en'),
  aspects: aspectFinder(),
  detect: detectLanguage,
};

const sum = (spans: readonly { readonly weight: number }[]): number =>
  spans.reduce((total, { weight }) => total + weight, 0);

const EMAIL = `Hello,

the delivery was fast and I love the phone, but your support is terrible.
Nobody answered my three e-mails.

Kind regards
Ann

On Mon, 3 Aug 2026 at 10:00, Shop <shop@example.com> wrote:
> We are sorry, this is awful, horrible and bad.`;

const scored = (answer: MessageAnalysis) => {
  if (answer.sentiment.state !== 'scored') throw new Error(answer.sentiment.reason);
  return answer.sentiment;
};

test('an e-mail: language, tone with evidence that adds up, aspects by clause, all in the original’s ranges', () => {
  const answer = analyseMessage(readers, EMAIL, 'email');
  expect(answer.language).toBe('en');
  const tone = scored(answer);
  expect(tone.base + sum(tone.evidence)).toBeCloseTo(tone.margin, 6);
  expect(tone.probabilities[tone.label]).toBe(tone.probability);
  const quoted = EMAIL.indexOf('We are sorry');
  for (const { start, end } of tone.evidence) {
    expect(EMAIL.slice(start, end)).toMatch(/^\S+$/u);
    expect(end).toBeLessThanOrEqual(quoted);
  }
  const byAspect = new Map(answer.aspects.map((one) => [one.aspect, one]));
  expect(byAspect.get('delivery')?.label).toBe('positive');
  expect(byAspect.get('support')?.label).toBe('negative');
  for (const one of answer.aspects) {
    expect(one.base + sum(one.evidence)).toBeCloseTo(one.margin, 6);
    expect(one.term.start).toBeGreaterThanOrEqual(one.clause.start);
    expect(one.evidence.every(({ start, end }) => start >= one.clause.start && end <= one.clause.end)).toBe(
      true,
    );
  }
  expect(EMAIL.slice(byAspect.get('support')?.term.start, byAspect.get('support')?.term.end)).toBe('support');
});

test('a word’s weight is what the tone loses without it, and the same message in another channel is read otherwise', () => {
  const good = scored(analyseMessage(readers, 'The food was excellent.', 'review'));
  const largest = good.evidence.reduce((a, b) => (b.weight > a.weight ? b : a));
  expect('The food was excellent.'.slice(largest.start, largest.end)).toBe('excellent');
  const chat = 'Agent: I am so happy and delighted to help!\nAnn: This is broken and useless.';
  expect(scored(analyseMessage(readers, chat, 'chat')).label).toBe('negative');
  expect(analyseMessage(readers, chat, 'review').read).toHaveLength(2);
});

test.each([
  ['12 / 7 !', 'empty', null],
  ['> All of this is quoted.', 'no-own-words', null],
  ['Die Lieferung kam leider viel zu spät und niemand antwortet.', 'unsupported-language', 'de'],
])('%s has no answer: %s', (text, reason, language) => {
  const answer = analyseMessage(readers, text, 'email');
  expect(answer).toMatchObject({
    language,
    sentiment: { state: 'not-scored', reason },
    intent: { state: 'not-scored', reason },
    aspects: [],
  });
});

test('an intent, out of scope, and no model for intents are three answers', () => {
  const ask = 'what is the exchange rate between dollars and euros';
  expect(analyseMessage(readers, ask, 'chat').intent).toMatchObject({
    state: 'intent',
    label: 'exchange_rate',
  });
  const odd = analyseMessage(readers, 'the zebra in the museum wore a purple moustache', 'chat', {
    language: 'en',
  });
  expect(odd.intent.state).toBe('out-of-scope');
  const { intent: _, ...without } = readers;
  expect(analyseMessage(without, ask, 'chat').intent).toEqual({ state: 'not-scored', reason: 'no-model' });
});

test('a survey’s score comes along, and one outside its scale is refused', () => {
  const answer = analyseMessage(readers, 'Too slow for me.', 'survey', { score: { kind: 'nps', value: 3 } });
  expect(answer.score).toEqual({ kind: 'nps', value: 3, tone: 'negative' });
  expect(() => analyseMessage(readers, 'Hm', 'survey', { score: { kind: 'nps', value: 11 } })).toThrow(
    RangeError,
  );
});
