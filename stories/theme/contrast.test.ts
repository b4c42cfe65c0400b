import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.js';
import { defaults, readOn } from './tokens.js';

describe('contrast', () => {
  it('is that of the standard’s own examples', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#777777', '#ffffff')).toBeLessThan(4.5);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
});

describe('the default colours', () => {
  it.each(readOn)('keep $least:1 for $ink on $ground, light and dark', ({ ink, ground, least }) => {
    for (const scheme of ['light', 'dark'] as const) {
      const [on, under] = [defaults.get(ink)?.[scheme], defaults.get(ground)?.[scheme]];
      expect(contrast(on ?? 'no such token', under ?? 'no such token')).toBeGreaterThanOrEqual(least);
    }
  });
});
