import { createRandom } from '@aicrm/learn/random';
import { ClassesCard } from '@aicrm/schema/classes-model';
import { NumberCard } from '@aicrm/schema/number-model';
import { describe, expect, it } from 'vitest';
import type { Cell, RawTable } from '../custom/raw-table.js';
import { trainCustom } from '../custom/train.js';
import { renderClassesCard } from './classes-page.js';
import { renderNumberCard } from './number-page.js';

const markup = '"><img src=x onerror=alert(1)><script>1</script>';

/** A table whose own names and values are markup, with a number and a class that follow its one input. */
function table(): RawTable {
  const rows = 600;
  const random = createRandom(1);
  const columns: Cell[][] = [[], [], []];
  for (let i = 0; i < rows; i++) {
    const x = (i * 37) % 100;
    const noise = random.next();
    columns[0]?.push(x);
    columns[1]?.push(1_000 * x + 20_000 * noise);
    columns[2]?.push(['a', 'b', `c${markup}`][Math.min(2, Math.floor((x + 150 * noise) / 84))] ?? 'a');
  }
  return { names: [`input${markup}`, 'total', 'kind'], rows, columns };
}

async function cards() {
  const number = await trainCustom(table(), { target: 'total', drop: ['kind'], now: 0 });
  const classes = await trainCustom(table(), { target: 'kind', drop: ['total'], now: 0 });
  if (!number.ok || number.value.kind !== 'number') throw new Error('no number');
  if (!classes.ok || classes.value.kind !== 'classes') throw new Error('no classes');
  return { number: number.value.card, classes: classes.value.card };
}
const { number, classes } = await cards();

describe.each([
  [
    'a number',
    renderNumberCard(number),
    NumberCard.safeParse(number).success,
    ['Typical error', 'Variance explained', 'Inside the interval', 'The same as a table', 'What was tried'],
  ],
  [
    'classes',
    renderClassesCard(classes),
    ClassesCard.safeParse(classes).success,
    ['Macro-F1', 'How it does on each class', 'Precision', 'Share of all', 'What was tried'],
  ],
])('the card of a model of %s', (_, page, fits, words) => {
  it('fits its schema and says what a reader needs', () => {
    expect(fits).toBe(true);
    for (const word of [
      ...words,
      'May it be shown?',
      'Columns refused or in doubt',
      'Limits',
      'Data licence',
      'SHA-256',
    ])
      expect(page).toContain(word);
  });

  it('holds no markup of the tenant’s names and values', () => {
    expect(page).toContain('&lt;img src=x');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<script');
  });
});
