import { expect, it } from 'vitest';
import type { Correction } from '../data-types.js';
import { correctedTones } from './corrections.js';

const said = (record: string, from: string, meant: string): Correction => ({
  id: crypto.randomUUID(),
  at: '2026-11-20T10:00:00Z',
  kind: 'correction',
  model: 'sentiment-en',
  said: from,
  ...{ record, meant },
});

it('the newest word of a person counts, and the model’s own given back is no correction', () => {
  const tones = correctedTones([
    said('m:1', 'negative', 'neutral'),
    said('m:2', 'negative', 'positive'),
    said('m:1', 'positive', 'negative'),
    said('m:2', 'positive', 'negative'),
    said('m:3', 'not-scored', 'negative'),
    said('m:4', 'negative', 'not-scored'),
    said('m:4', 'not-scored', 'negative'),
    said('m:5', 'payment', 'delivery'),
  ]);
  expect([...tones]).toEqual([
    ['m:1', 'neutral'],
    ['m:3', 'negative'],
  ]);
});

it('without any there are none', () => {
  expect(correctedTones([]).size).toBe(0);
});
