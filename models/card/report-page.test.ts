import { ReportCard, reportKinds } from '@aicrm/schema/report-card';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { course, scatter, ticksOf } from './parts.js';
import { renderReportCard } from './report-page.js';
import { sampleReports } from './testing/reports.js';

const shows: Readonly<Record<ReportCard['kind'], readonly string[]>> = {
  value: [
    'Both models side by side',
    'Pareto/NBD (used)',
    'BG/NBD',
    '−4.2',
    '1 of 2 parts lie within',
    '87.3\u00a0%',
    '0.520 to 0.700',
    'share that bought nothing',
  ],
  forecast: [
    '✗ no better than last year',
    '101\u00a0%',
    '88\u00a0% to 112\u00a0%',
    'Mean absolute error by the moment of the forecast',
    '83\u00a0%',
    'ETS(A,N,A)',
    '2024-01-01 to 2026-01-30',
  ],
  segments: [
    'Champions',
    '55.0\u00a0%',
    'Purchases +1.2\u00a0±\u00a00.1',
    'Stability by the number of groups',
    '0.910',
    '0.510 ± 0.039',
    '1 segments without customers',
  ],
  'next-product': ['30.4\u00a0%', '28.2\u00a0%', '0.276', '1.5\u00a0% to 3.0\u00a0%', 'ranked by popularity'],
  uplift: [
    '✗ no reliable difference',
    'Qini curve with its noise',
    'orders drawn by lot',
    '2.0 sd',
    '3.90 to 5.20',
    'part of the mean',
    'not dated',
  ],
};

/** The same card with `change` applied to every text in it that is no word of the shape. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => withTexts(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTexts(one, change)]));
}
const fixed = new Set([...reportKinds, 'pareto-nbd', 'bg-nbd', 'model', 'popularity', 'even', 'no-better']);
const tagsOf = (page: string): string[] => page.match(/<[a-z!/][^\s>]*/gi) ?? [];

describe.each(sampleReports.map((card) => [card.kind, card] as const))('the card of %s', (kind, card) => {
  const page = renderReportCard(card);

  it('fits its schema, and survives being a file', () => {
    expect(ReportCard.safeParse(card).success).toBe(true);
    const again = ReportCard.parse(JSON.parse(JSON.stringify(card)));
    expect(renderReportCard(again)).toBe(page);
    expect(ReportCard.safeParse({ ...card, kind: 'horoscope' }).success).toBe(false);
    expect(ReportCard.safeParse({ ...card, detail: {} }).success).toBe(false);
  });

  it('says its figures, window, rows, licence, limits and what was left out', () => {
    for (const word of [
      ...must(shows[kind], 'words'),
      card.verdict.reason.replaceAll("'", '&#39;'),
      'CC0-1.0: made by hand',
      '12,345',
      'synthetic data',
      'It was not named.',
      'It knows purchases only.',
    ])
      expect(page, word).toContain(word);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
  });

  it('has a text for each drawing, and holds no script, address or style of its own', () => {
    for (const drawing of page.match(/<svg[^>]*>/g) ?? [])
      expect(drawing).toMatch(/aria-label="[^"]{20,}"|aria-hidden="true"/);
    expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|\sstyle=|\son[a-z]+=/i);
  });

  it('keeps markup in any of its texts a text', () => {
    const dirty = (markup: string): string => {
      const hostile = withTexts(card, (text) => (fixed.has(text) ? text : `${text}${markup}`));
      return renderReportCard(hostile as ReportCard);
    };
    const plain = tagsOf(dirty('x'));
    for (const markup of ['"><img src=x onerror=alert(1)>', '</style><script>1</script>', "' onload='1"])
      expect(tagsOf(dirty(markup))).toEqual(plain);
  });

  it('can be shown from right to left', () => {
    expect(renderReportCard(card, { dir: 'rtl' })).toContain('<html lang="en" dir="rtl">');
  });
});

describe('cards that say less', () => {
  const [value, forecast, segments] = sampleReports;

  it('are shown without what was not judged', () => {
    if (value?.kind !== 'value' || forecast?.kind !== 'forecast' || segments?.kind !== 'segments')
      throw new Error('the order of the samples changed');
    const young = renderReportCard({
      ...value,
      verdict: { good: null, reason: 'Nothing could be held out.' },
      detail: { ...value.detail, backtests: [] },
    });
    expect(young).toContain('not judged yet');
    expect(young).not.toContain('Both models side by side');
    const short = renderReportCard({
      ...forecast,
      verdict: { good: null, reason: 'Too short.' },
      detail: {
        ...forecast.detail,
        lookbacks: [],
        newest: [],
        ratio: null,
        coverage80: null,
        coverage95: null,
      },
    });
    expect(short).toContain('too few looks back');
    expect(short).not.toContain('Would it have been right before?');
    const ruled = renderReportCard({ ...segments, detail: { ...segments.detail, clusters: null } });
    expect(ruled).not.toContain('Are the groups real?');
    for (const page of [young, short, ruled]) expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('drawings', () => {
  it.each([
    [0, 97, [0, 20, 40, 60, 80, 100]],
    [-2.2, 12.1, [-5, 0, 5, 10, 15]],
    [0, 0.3, [0, 0.1, 0.2, 0.3]],
    [5, 5, [4, 5, 6]],
  ])('from %d to %d have round ticks that hold both', (low, high, ticks) => {
    expect(ticksOf(low, high)).toEqual(ticks);
  });

  it('leave a gap where a value is missing, and say it', () => {
    const drawn = course({
      title: 'T',
      places: ['a', 'b', 'c', 'd'],
      format: String,
      bands: [],
      traces: [{ name: 'one', kind: 'actual', values: [1, 2, null, 4] }],
    }).text;
    expect(drawn.match(/<polyline/g)).toHaveLength(2);
    expect(drawn).toContain('one: a 1, b 2, d 4.');
  });

  it('show intervals of groups only where there are some', () => {
    const words = { title: 'T', point: 'p', rows: 'R', first: 'F', format: String };
    const pair = { name: 'g', predicted: 1, actual: 2, rows: 3 };
    expect(scatter([pair], words).text).not.toContain('whisker');
    expect(scatter([{ ...pair, low: 1, high: 3 }], words).text).toContain('whisker');
  });
});
