import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@aicrm/learn/random';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

/** Files as people export them: each gets an honest card, or a sentence that says what is wrong and what would be enough. */
let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-awkward-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const train = (...more: string[]): Promise<number> =>
  run(['train', '--table', 't.csv', '--out', 'm.onnx', '--card', 'c.json', ...more], io);
const put = (content: string | Uint8Array): Promise<void> => writeFile(join(folder, 't.csv'), content);

interface Card {
  readonly features: readonly { readonly id: string }[];
  readonly leaks: readonly { readonly column: string; readonly used: boolean; readonly verdict: string }[];
  readonly meta: { readonly trainingWindow: { readonly rows: number; readonly from: string } };
  readonly evaluation: { readonly auc: { readonly value: number } };
}
const cardOf = async (): Promise<Card> => JSON.parse(await readFile(join(folder, 'c.json'), 'utf8')) as Card;

/** Lines of a table made by a seed. */
function lines(n: number, header: string, line: (i: number, next: () => number) => string): string {
  const random = createRandom(11);
  let text = `${header}\n`;
  for (let i = 0; i < n; i++) text += `${line(i, () => random.next())}\n`;
  return text;
}

/** Semicolons, decimal commas, points of thousands and dates by day, as a German spreadsheet writes them. */
const german = (): string =>
  lines(400, 'Kunde;Umsatz;Angelegt;Branche;Gewonnen', (i, next) => {
    const sales = 10 + 8_990 * next();
    const day = new Date(Date.UTC(2023, 0, 1 + (i % 500)));
    const [y, m, d] = day.toISOString().slice(0, 10).split('-');
    const amount = sales.toLocaleString('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const won = next() < (sales > 4_500 ? 0.8 : 0.15);
    return `K${i};${amount};${d}.${m}.${y};${next() < 0.5 ? 'Bau' : 'Öl & Gas'};${won ? 'ja' : 'nein'}`;
  }).replaceAll('\n', '\r\n');

const utf16 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), true);
  return bytes;
};

describe('files as people export them', () => {
  it.each([
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
    ['in UTF-16', utf16],
  ])('of a German spreadsheet %s are read: numbers, dates and a yes and no', async (_, encoded) => {
    await put(encoded(german()));
    expect(await train('--target', 'Gewonnen', '--time', 'Angelegt')).toBe(0);
    const { features, leaks, meta, evaluation } = await cardOf();
    expect(features.map(({ id }) => id)).toContain('Umsatz');
    expect(meta.trainingWindow).toMatchObject({ rows: 400, from: expect.stringMatching(/^2023-01-01/) });
    expect(evaluation.auc.value).toBeGreaterThan(0.7);
    // An id tells nothing, and a card says that it was left out.
    expect(leaks.find(({ column }) => column === 'Kunde')).toMatchObject({ used: false });
  });

  it('with an id and columns filled in after the outcome leave these out, by name', async () => {
    await put(
      lines(500, 'id,size,close_reason,score_after,won', (i, next) => {
        const size = Math.floor(100 * next());
        const won = next() < 0.1 + 0.007 * size;
        return `${100_000 + i},${size},${won ? 'signed' : 'price'},${(5 * Number(won) + next()).toFixed(3)},${Number(won)}`;
      }),
    );
    expect(await train('--target', 'won')).toBe(0);
    const { features, leaks } = await cardOf();
    expect(features.map(({ id }) => id)).toEqual(['size']);
    const refused = leaks.filter(({ used }) => !used).map(({ column }) => column);
    expect(refused).toEqual(expect.arrayContaining(['id', 'close_reason', 'score_after']));
    expect(io.printed.out).toContain('close_reason');
  });

  it('with a column of 5,000 towns learn from the rest', async () => {
    await put(
      lines(2_000, 'town,x,y', (_, next) => {
        const x = next();
        return `town ${Math.floor(5_000 * next())},${x.toFixed(3)},${next() < x ? 'yes' : 'no'}`;
      }),
    );
    expect(await train('--target', 'y')).toBe(0);
    const { evaluation } = await cardOf();
    // The chance itself orders rows with an AUC of 5/6.
    expect(evaluation.auc.value).toBeGreaterThan(0.77);
    expect(evaluation.auc.value).toBeLessThan(0.9);
  });

  const y = (n: number, value: (i: number) => string): string =>
    lines(n, 'x,y', (i, next) => `${next().toFixed(3)},${value(i)}`);
  it.each<[string, string | Uint8Array, string[], RegExp]>([
    ['no text at all', '', [], /The file is empty[\s\S]*Export the rows again/],
    ['a header alone', 'x,y\n', [], /no rows[\s\S]*a filter may have left none/],
    ['two columns of one name', 'x,x,y\n1,2,1\n', [], /column 2 is called "x", like column 1/],
    ['one class', y(300, () => 'yes'), [], /All 300 values of "y" are "yes"[\s\S]*at least 50 of each/],
    ['12 rows', y(12, (i) => String(i % 2)), [], /12 records[\s\S]*at least 200 are needed/],
    ['one number for all', y(300, () => '42.5'), [], /All 300 values of "y" are "42.5"/],
    ['no value at all', y(300, () => ''), [], /"y" has no value in any row/],
    ['5,000 classes', y(6_000, (i) => `kind ${i % 5_000}`), [], /5,000 different texts; at most 20 classes/],
    [
      'dates in the future',
      lines(
        300,
        'x,when,y',
        (i, next) => `${next().toFixed(3)},2099-01-${String(1 + (i % 28)).padStart(2, '0')},${i % 2}`,
      ),
      ['--time', 'when'],
      /300 rows of "when" lie in the future[\s\S]*Correct these dates/,
    ],
    [
      'bytes of windows-1252',
      Uint8Array.from([0x67, 0xf6, 0x2c, 0x79, 0x0a, 0x31, 0x2c, 0x31]),
      [],
      /not UTF-8[\s\S]*windows-1252/,
    ],
    [
      'a row with a cell too many',
      `${y(100, (i) => String(i % 2))}1,2,3\n`,
      [],
      /3 cells where the header has 2 \(line 102\)/,
    ],
    [
      'a name mistyped',
      y(300, (i) => String(i % 2)),
      ['--drop', 'X'],
      /no column "X" for --drop[\s\S]*Did you mean "x"\?/,
    ],
  ])('with %s are refused with a sentence, and nothing is written', async (_, content, more, words) => {
    await put(content);
    expect(await train('--target', 'y', ...more)).toBe(1);
    expect(io.printed.err).toMatch(words);
    expect(existsSync(join(folder, 'm.onnx'))).toBe(false);
    expect(existsSync(join(folder, 'c.json'))).toBe(false);
  });
});
