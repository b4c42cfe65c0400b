import type { Prediction, Score } from '@aicrm/schema/prediction';
import { describe, expect, it } from 'vitest';
import { svgBadge } from './svg-badge.js';

const score: Score = {
  state: 'score',
  recordId: 'lead:crm:7',
  model: { name: 'lead-score', version: 'v1', sha256: '' },
  asOf: '2026-01-05T00:00:00Z',
  probability: 0.4123,
  logit: -0.354,
  band: 'high',
  inputsPresent: 9,
  inputsTotal: 14,
  trainingRows: 900,
};
const refused = (why: 'inputs' | 'no-model' | 'no-evidence'): Prediction => ({
  state: 'insufficient-data',
  recordId: 'lead:crm:7',
  why,
  missing: [],
  detail: '',
});

describe('the badge as a text', () => {
  it('says what the element says: per cent, band, and as many bars as the band is high', () => {
    const svg = svgBadge(score);
    expect(svg).toContain('<title>Lead score: 41%, High</title>');
    expect(svg.match(/opacity="\.28"/g)).toBeNull();
    expect(svgBadge({ ...score, band: 'low' }).match(/opacity="\.28"/g)).toHaveLength(2);
  });

  it.each([
    ['inputs', 'Too little data'],
    ['no-model', 'No model yet'],
    ['no-evidence', 'Not enough evidence'],
  ] as const)('refuses in words and with no number where %s is the reason', (why, words) => {
    const svg = svgBadge(refused(why));
    expect(svg).toContain(`<title>Lead score: ${words}</title>`);
    expect(svg).not.toContain('%');
    expect(svg).toContain('stroke-dasharray');
  });

  it('speaks the language that it is asked for, from its own side', () => {
    expect(svgBadge(score, { language: 'de-AT' })).toContain('41\u00a0%');
    const arabic = svgBadge(score, { language: 'ar' });
    expect(arabic).toContain('direction="rtl"');
    expect(arabic).toContain('x="92"');
    expect(svgBadge(score, { language: 'xx"><script>' })).toContain('lang="en"');
  });

  it('lets no name out of its place', () => {
    const svg = svgBadge(score, { name: `"><script>alert('1')</script>\u0000&` });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;');
  });

  it('keeps 4.5:1 between ink and surface in both themes', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const one of [
        score,
        { ...score, band: 'medium' as const },
        { ...score, band: 'low' as const },
        refused('inputs'),
      ]) {
        const svg = svgBadge(one, { theme });
        const [, surface = ''] = /rect x="\.5"[^>]* fill="(#\w+)"/.exec(svg) ?? [];
        const [, ink = ''] = /<g fill="(#\w+)"/.exec(svg) ?? [];
        expect(contrast(ink, surface)).toBeGreaterThanOrEqual(4.5);
      }
  });
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
