import { readFileSync } from 'node:fs';
import { TextCard } from '@aicrm/schema/text-card';
import { describe, expect, it } from 'vitest';
import { type ShippedText, shipped } from '../text/shipped.js';
import { renderTextCard } from './text-page.js';

const read = (name: ShippedText): unknown =>
  JSON.parse(readFileSync(new URL(`../text/artefacts/${name}.card.json`, import.meta.url), 'utf8'));

describe.each(Object.keys(shipped) as ShippedText[])('the card of %s', (name) => {
  const card = TextCard.parse(read(name));
  const page = renderTextCard(card);

  it('is the card of the file that is shipped', () => {
    expect(card).toMatchObject({ name, sha256: shipped[name].sha256, bytes: shipped[name].bytes });
  });

  it('shows data, licences, figures with intervals, calibration and limits', () => {
    for (const words of [
      'Right',
      'Macro-F1',
      'Interval',
      'Is it right as often as it says?',
      'The same as a table',
      'What it learned from',
      'It has not seen a message of yours',
      'Limits',
      card.sha256,
      ...card.sources.flatMap(({ licence }) => [licence]),
      ...card.evaluations.map(({ rows }) => rows.toLocaleString('en-GB')),
    ])
      expect(page).toContain(words);
    expect(page).toContain(`${(100 * (card.evaluations[0]?.accuracy.value ?? 0)).toFixed(1)}\u00a0%`);
    expect(page).not.toMatch(/NaN|undefined|<script|http-equiv="refresh"|src=/);
  });
});

it('escapes what a card says, and shows one without figures', () => {
  const card = TextCard.parse(read('sentiment-en'));
  const page = renderTextCard({
    ...card,
    outcome: '<img src=x onerror=alert(1)>',
    limits: ['<script>1</script>'],
    evaluations: [],
  });
  expect(page).not.toMatch(/<img|<script/);
  expect(page).not.toContain('Is it right as often as it says?');
  expect(TextCard.safeParse({ ...card, classes: 3 }).success).toBe(false);
});
