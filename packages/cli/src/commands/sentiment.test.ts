import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-sentiment-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const sentiment = (csv: string, ...more: string[]): Promise<number> =>
  writeFile(join(folder, 't.csv'), csv).then(() =>
    run(['sentiment', '--table', 't.csv', '--text', 'comment', '--out', 's.csv', ...more], io),
  );
const csv = `id,comment
1,"Great service, thank you so much!"
2,"The package arrived broken and nobody answers.
I am very disappointed."
3,The meeting is on Tuesday at ten.
4,Die Lieferung kam zu spät und niemand hat sich gemeldet.
5,
6,12
`;

describe('sentiment', () => {
  it('writes one row a text in their order, with probabilities, and says what it did not score', async () => {
    expect(await sentiment(csv, '--json')).toBe(0);
    const [header, ...lines] = (await readFile(join(folder, 's.csv'), 'utf8')).trim().split('\r\n');
    expect(header).toBe('label,confidence,negative,neutral,positive,language');
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      'positive',
      'negative',
      'neutral',
      'not scored',
      'not scored',
      'not scored',
    ]);
    expect(lines[3]).toBe('not scored,,,,,de');
    const [, confidence, ...p] = (lines[0] ?? '').split(',').slice(0, 5).map(Number);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Math.max(...p)).toBe(confidence);
    const said: unknown = JSON.parse(io.printed.out);
    expect(said).toMatchObject({
      ok: true,
      result: { rows: 6, scored: 3, negative: 1, notScored: { language: 1, empty: 2 } },
    });
    expect(io.printed.err).toContain('1 text not scored: in a language');
  });

  it('ends with 1 and a sentence where it cannot work', async () => {
    expect(await sentiment('id,text\n1,good\n')).toBe(1);
    expect(io.printed.err).toContain('has no column "comment" for --text');
    expect(await sentiment(csv, '--language', 'de')).toBe(1);
    expect(io.printed.err).toContain('reads en, not de');
    expect(await run(['sentiment', '--table', 'no.csv', '--text', 'x', '--out', 's.csv'], io)).toBe(1);
    expect(await run(['sentiment', '--table', 't.csv', '--text', 'comment', '--out', 'no/s.csv'], io)).toBe(
      1,
    );
    expect(await run(['sentiment'], io)).toBe(2);
  });
});
