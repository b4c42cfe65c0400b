import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ModelCard } from '@aicrm/schema/model';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { cardPolicy, renderCard } from './page.js';
import { cardStyle } from './style.js';
import { cardStyleHash } from './style-hash.js';
import { sampleCard } from './testing/card.js';
import { wilson } from './wilson.js';

/** The same value with `change` applied to every text in it. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTexts(one, change)]));
}

/** Texts that the shapes fix (kinds, verdicts) stay as they are; all others take the markup. */
const fixed = new Set(['trees', 'logistic', 'ok', 'suspect', 'leak']);
const hostile = (markup: string): ModelCard =>
  withTexts(sampleCard(), (text) => (fixed.has(text) ? text : `${text}${markup}`)) as ModelCard;

/** Tags of a page, in order. */
const tagsOf = (page: string): string[] => page.match(/<[a-z!/][^\s>]*/gi) ?? [];

describe('the card as a page', () => {
  const card = sampleCard();
  const page = renderCard(card, { label: 'Lead score' });

  it('is made of a card that fits the schema', () => {
    expect(ModelCard.safeParse(card).success).toBe(true);
  });

  it('says what it predicts, from what, how good, what was refused and why, limits and licence', () => {
    for (const text of [
      'converts within 90 days',
      '12,345 rows',
      '0.711 to 0.772',
      'Days since last purchase',
      'Its name speaks of the outcome.',
      'A success later than 90 days counts as none.',
      'the tenant&#39;s own data',
      'synthetic data',
      'ab'.repeat(32),
      'Recalibrated',
    ])
      expect(page, text).toContain(text);
    expect(page.match(/role="img"/g)).toHaveLength(4);
    expect(page.match(/The same as a table/g)).toHaveLength(3);
  });

  it('shows the interval of each rolling origin and each group of scores', () => {
    expect(page).toContain('0.710 (0.660 to 0.760)');
    const { low, high } = wilson(Math.round(0.58 * 210), 210);
    expect(page).toContain(`${(100 * low).toFixed(1)}\u00a0% to ${(100 * high).toFixed(1)}\u00a0%`);
    // The last group says 44 % where 58 % happened, outside its interval.
    expect(page.match(/class="mark off"/g)).toHaveLength(1);
  });

  it('tells error and score by groups, with no figure where a group is small', () => {
    expect(page).toContain('Does it treat groups alike?');
    expect(page).toMatch(/Islands<\/bdi><\/th>(<td[^>]*>[^<]*<\/td>){4}<td[^>]*>–<\/td><td[^>]*>–/);
    expect(page).toContain('90 days');
    const { groups: _, ...evaluation } = must(card.evaluation, 'evaluation');
    expect(renderCard({ ...card, evaluation })).not.toContain('Does it treat groups alike?');
  });

  it('holds no script, no address and no style but its own, whose hash is pinned', () => {
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|\sstyle=|\son[a-z]+=/i);
    const hash = `sha256-${createHash('sha256').update(cardStyle).digest('base64')}`;
    expect(cardStyleHash).toBe(hash);
    expect(page).toContain(`<style>${cardStyle}</style>`);
    expect(page).toContain(`content="${cardPolicy}"`);
    const headers = readFileSync(new URL('../../workers/api/public/_headers', import.meta.url), 'utf8');
    expect(headers, 'the console opens cards as pages of its own policy').toContain(`'${hash}'`);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '</style><style>*{display:none}</style>',
    '</title></head><body onload=alert(1)>',
    '-->]]><!--',
    '&lt;b&gt;&amp;',
    '`$' + '{alert(1)}`',
    '\u202eevil\u0000\u0007\ud800',
  ])('keeps %j a text in every field', (markup) => {
    const dirty = renderCard(hostile(markup), { label: `Lead score${markup}` });
    // The names of known checks become their own unknown ones, and dates that are none are shown as they stand.
    expect(tagsOf(dirty)).toEqual(tagsOf(renderCard(hostile('x'), { label: 'Lead score' })));
    expect(dirty).not.toMatch(/[\u202a-\u202e]|(?![\n])\p{Cc}/u);
    expect(dirty.isWellFormed()).toBe(true);
    const attributes = (text: string): number =>
      (text.match(/<[^>]*>/g) ?? []).join('').match(/\s[a-z-]+="/g)?.length ?? 0;
    expect(attributes(dirty)).toBe(attributes(renderCard(hostile('x'), { label: 'Lead score' })));
  });

  it('says less where the card has less, and never a number that is not there', () => {
    const { evaluation: _, sha256: __, recalibration: ___, ...rest } = card;
    const bare = renderCard({ ...rest, choice: [], leaks: [], features: [], limits: [] });
    expect(bare).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(bare).not.toContain('How good it is');
    const old = renderCard({
      ...card,
      choice: card.choice.map(({ kind, origins }) => ({
        kind,
        origins: origins.map(({ aucInterval: _i, happened: _h, ...origin }) => origin),
      })),
      evaluation: card.evaluation && { ...card.evaluation, scores: undefined },
    });
    expect(old).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says of a refused version that it is one, and of a column that a person has to decide', () => {
    const refused = renderCard({ ...card, verdict: { ...card.verdict, publish: false } });
    expect(refused).toContain('not to be published');
    expect(page).toContain('needs your word');
    expect(page).toContain('not judged');
  });
});
