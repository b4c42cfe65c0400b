import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rocAuc } from '@aicrm/learn/metrics';
import { createRandom } from '@aicrm/learn/random';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

interface Summary {
  readonly ok: boolean;
  readonly result: {
    readonly verdict: { readonly publish: boolean; readonly reason: string };
    readonly evaluation?: { readonly auc: { readonly value: number } };
    readonly columns: readonly { readonly column: string; readonly used: boolean; readonly reason: string }[];
    readonly rows?: number;
    readonly refused?: number;
  };
}

const rows = 1_200;
let folder: string;
let io: TestIo;

/** Leads whose outcome depends on three columns; `score_truth` is the true probability, kept out of the table. */
function leads(
  seed: number,
  signal = 1,
): { readonly csv: string; readonly truth: readonly number[]; readonly y: Uint8Array } {
  const random = createRandom(seed);
  const truth: number[] = [];
  const y = new Uint8Array(rows);
  const lines = ['lead no,created,visits,source,note,company,converted'];
  for (let i = 0; i < rows; i++) {
    const visits = random.int(20);
    const source = ['ads', 'fair', 'referral'][random.int(3)] ?? '';
    const keen = random.next() < 0.3;
    const logit = signal * (0.2 * visits - 3 + (source === 'referral' ? 1.5 : 0) + (keen ? 1.5 : 0));
    const p = 1 / (1 + Math.exp(-logit));
    truth.push(p);
    y[i] = random.next() < p ? 1 : 0;
    const created = new Date(Date.UTC(2024, 0, 1) + i * 21_600_000).toISOString().slice(0, 10);
    const note = `"${keen ? 'urgent, budget approved' : 'just looking around, no hurry'} ref ${random.int(1e9)}"`;
    lines.push(
      [
        `L-${i}`,
        created,
        random.next() < 0.05 ? '' : visits,
        source,
        note,
        `firm ${random.int(30)}`,
        y[i] === 1 ? 'yes' : 'no',
      ].join(','),
    );
  }
  return { csv: `${lines.join('\n')}\n`, truth, y };
}

const run0 = async (...words: string[]): Promise<Summary['result']> => {
  const code = await run([...words, '--json'], io);
  expect({ code, err: io.printed.err }).toMatchObject({ code: 0 });
  const parsed: Summary = JSON.parse(io.printed.out);
  return parsed.result;
};
const scores = async (name: string): Promise<number[][]> =>
  (await readFile(join(folder, name), 'utf8'))
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-train-'));
  await writeFile(join(folder, 'old.csv'), leads(1).csv);
  await writeFile(join(folder, 'new.csv'), leads(2).csv);
  await writeFile(join(folder, 'noise.csv'), leads(3, 0).csv);
});
beforeEach(() => {
  io = testIo(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const train = ['train', '--target', 'converted', '--time', 'created', '--text', 'note'];

describe('aicrm train --table', () => {
  it('makes a model and a card that new rows confirm', async () => {
    const result = await run0(...train, '--table', 'old.csv', '--out', 'm.onnx', '--card', 'card.json');
    expect(result.verdict.publish).toBe(true);
    expect(result.columns.find(({ column }) => column === 'lead no')).toMatchObject({ used: false });
    const card = JSON.parse(await readFile(join(folder, 'card.json'), 'utf8'));
    expect(card.meta).toMatchObject({
      target: 'converted',
      time: 'created',
      outcome: '"converted" is "yes"',
    });

    io = testIo(folder);
    expect(await run0('score', '--model', 'm.onnx', '--table', 'new.csv', '--out', 's.csv')).toMatchObject({
      rows,
      refused: 0,
    });
    const p = Float64Array.from((await scores('s.csv')).map(([score = Number.NaN]) => score));
    const { truth, y } = leads(2);
    const best = rocAuc(Float64Array.from(truth), y);
    expect(rocAuc(p, y)).toBeGreaterThan(best - 0.02);
    const off = truth.reduce((sum, t, i) => sum + Math.abs(t - (p[i] ?? 0)), 0) / rows;
    expect(off).toBeLessThan(0.06);
  });

  it('gives each score in parts, one a column, that add up to it', async () => {
    const header = 'score,base,lead no,created,visits,source,note,company';
    await run0('score', '--model', 'm.onnx', '--table', 'new.csv', '--out', 'e.csv', '--explain');
    expect((await readFile(join(folder, 'e.csv'), 'utf8')).split('\r\n')[0]).toBe(header);
    const plain = await scores('s.csv');
    for (const [i, [score = 0, ...parts]] of (await scores('e.csv')).entries()) {
      expect(score).toBe(plain[i]?.[0]);
      const logit = parts.reduce((sum, part) => sum + part, 0);
      expect(Math.abs(1 / (1 + Math.exp(-logit)) - score)).toBeLessThan(1e-9);
      // A column that the model does not read has no part in it.
      expect(parts[1]).toBe(0);
    }
  });

  it('reads dates that do not tell their order as those it learned from were written', async () => {
    const american = (csv: string): string => csv.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$2/$3/$1');
    await writeFile(join(folder, 'us.csv'), american(leads(1).csv));
    const [head = '', ...lines] = leads(2).csv.trimEnd().split('\n');
    // Only days up to the twelfth: nothing in this table says which number is the month.
    const unclear = [head, ...lines.filter((line) => /-\d\d-(0\d|1[0-2]),/.test(line))].join('\n');
    await writeFile(join(folder, 'iso.csv'), unclear);
    await writeFile(join(folder, 'unclear.csv'), american(unclear));
    const aged = ['train', '--target', 'converted', '--table', 'us.csv'];
    await run0(...aged, '--out', 'us.onnx', '--card', 'us.json');
    expect(JSON.parse(await readFile(join(folder, 'us.json'), 'utf8')).meta.dayOrder).toBe('mdy');
    const scoresOf = async (name: string, ...more: string[]) => {
      io = testIo(folder);
      await run0('score', '--model', 'us.onnx', '--table', name, '--out', 'd.csv', '--explain', ...more);
      return readFile(join(folder, 'd.csv'), 'utf8');
    };
    const iso = await scoresOf('iso.csv');
    expect(await scoresOf('unclear.csv')).toBe(iso);
    // What a person says goes before what the model remembers.
    expect(await scoresOf('unclear.csv', '--day-order', 'dmy')).not.toBe(iso);
  });

  it('writes the same model from the same table', async () => {
    await run0(...train, '--table', 'old.csv', '--out', 'again.onnx');
    expect(await readFile(join(folder, 'again.onnx'))).toEqual(await readFile(join(folder, 'm.onnx')));
  });

  it('says of noise that the model should not be used, and is done all the same', async () => {
    const result = await run0(...train, '--table', 'noise.csv', '--out', 'noise.onnx');
    expect(result.verdict.publish).toBe(false);
    // A model that gives nearly one score to all may also be found to order nothing.
    expect(result.verdict.reason).toMatch(/base rate|did not mean more successes/);
  });

  it('is judged on new rows, overall and by groups', async () => {
    const result = await run0('evaluate', '--model', 'm.onnx', '--table', 'new.csv', '--by', 'source');
    const p = Float64Array.from((await scores('s.csv')).map(([score = Number.NaN]) => score));
    const { y } = leads(2);
    expect(result).toMatchObject({ rows, refused: 0, auc: { value: rocAuc(p, y) } });
    const groups: { group: string; rows: number; positives: number }[] = Object(result).groups;
    expect(groups.map(({ group }) => group).sort()).toEqual(['ads', 'fair', 'referral']);
    expect(groups.reduce((sum, group) => sum + group.rows, 0)).toBe(rows);
    expect(groups.reduce((sum, group) => sum + group.positives, 0)).toBe(
      y.reduce((sum, one) => sum + one, 0),
    );
  });

  it('tells how far rows have moved since training, with outcomes and without', async () => {
    const evaluate = async (model: string, ...words: string[]) => {
      io = testIo(folder);
      return Object(await run0('evaluate', '--model', model, ...words));
    };
    // The card lies beside the model.
    const same = await evaluate('m.onnx', '--table', 'new.csv');
    expect(same.drift).toMatchObject({ level: 'ok', rows, score: { level: 'ok' }, notes: [] });
    expect(same.inTheLarge.level).toBe('ok');
    // Visitors of one source only, and nothing known of what came of them.
    const moved = (await readFile(join(folder, 'new.csv'), 'utf8'))
      .split('\n')
      .map((line, i) =>
        i === 0 ? line : line.replace(/,(ads|fair),/, ',referral,').replace(/(yes|no)$/, ''),
      )
      .join('\n');
    await writeFile(join(folder, 'moved.csv'), moved);
    const { drift } = await evaluate('m.onnx', '--table', 'moved.csv', '--drift', '--card', 'card.json');
    expect(drift.level).toBe('alert');
    expect(drift.inputs[0]).toMatchObject({ id: 'source', level: 'alert' });
    expect(drift.inputs[0].detail).toMatch(
      /^It is "[a-z]+" for \d+ % of the newest records and was for \d+ %/,
    );
    expect(drift.score.psi).toBeGreaterThan(drift.score.noise);
    await mkdir(join(folder, 'alone'));
    await copyFile(join(folder, 'm.onnx'), join(folder, 'alone', 'm.onnx'));
    const alone = await evaluate('alone/m.onnx', '--table', 'moved.csv', '--drift');
    expect(alone.drift).toMatchObject({ score: null, notes: [expect.stringMatching(/card/)] });
    io = testIo(folder);
    await writeFile(join(folder, 'alone', 'other.json'), '{}');
    expect(
      await run(['evaluate', '--model', 'm.onnx', '--table', 'new.csv', '--card', 'alone/other.json'], io),
    ).toBe(1);
    expect(io.printed.err).toMatch(/no card of a yes\/no model/);
  });

  it('tells in card and text how groups fared that the model need not read', async () => {
    await run0(...train, '--table', 'old.csv', '--groups', 'source', '--out', 'g.onnx', '--card', 'g.json');
    const { evaluation } = JSON.parse(await readFile(join(folder, 'g.json'), 'utf8'));
    expect(evaluation.groups.by).toBe('source');
    const figures: { group: string; rows: number }[] = evaluation.groups.figures;
    expect(figures.map(({ group }) => group).sort()).toEqual(['ads', 'fair', 'referral']);
    expect(figures.reduce((sum, one) => sum + one.rows, 0)).toBe(evaluation.rows);
    io = testIo(folder);
    expect(await run([...train, '--table', 'old.csv', '--groups', 'source'], io)).toBe(0);
    expect(io.printed.out).toMatch(/source +rows +predicted +happened +AUC +calibration error/);
  });

  it('explains a row by what its score is made of', async () => {
    const result = await run0('explain', '--model', 'm.onnx', '--table', 'new.csv', '--row', '7');
    const plain = await scores('s.csv');
    expect(result).toMatchObject({ prediction: { state: 'score' } });
    const { prediction, explanation } = Object(result);
    expect(prediction.probability).toBeCloseTo(plain[6]?.[0] ?? 0, 10);
    const parts = explanation.reasons.reduce(
      (sum: number, one: { contribution: number }) => sum + one.contribution,
      explanation.base,
    );
    expect(parts).toBeCloseTo(prediction.logit, 6);
    io = testIo(folder);
    expect(await run(['explain', '--model', 'm.onnx', '--table', 'new.csv', '--row', '9999'], io)).toBe(1);
    expect(io.printed.err).toContain('row 9999');
  });

  it('leaves a row that says too little without a score, in its place', async () => {
    const lines = leads(2).csv.split('\n').slice(0, 4);
    await writeFile(
      join(folder, 'thin.csv'),
      // Of what the model reads only the company, which says little.
      lines
        .map((line) => line.split(','))
        .map((cells) => [...cells.slice(0, 2), ...cells.slice(-2, -1)].join(','))
        .join('\n'),
    );
    const result = await run0(
      'score',
      '--model',
      'm.onnx',
      '--table',
      'thin.csv',
      '--out',
      'thin-scores.csv',
    );
    expect(result).toMatchObject({ rows: 3, refused: 3 });
    expect(await readFile(join(folder, 'thin-scores.csv'), 'utf8')).toBe('score\r\n""\r\n""\r\n""\r\n');
    expect(io.printed.err).toContain('lacks');
  });

  it.each([
    [['--table', 'old.csv'], 2, '--target COLUMN'],
    [['lead-score', '--table', 'old.csv', '--target', 'converted'], 2, 'not both'],
    [['--table', 'nope.csv', '--target', 'converted'], 1, 'no such file'],
    [['--table', 'old.csv', '--target', 'nope'], 1, 'no column "nope"'],
    [['--table', 'old.csv', '--target', 'lead no'], 1, 'different texts'],
    [['--table', 'old.csv', '--target', 'converted', '--out', 'nowhere/m.onnx'], 1, 'no such folder'],
    [['--table', 'old.csv', '--target', 'converted', '--out', './old.csv'], 1, 'would replace'],
    [['--table', 'old.csv', '--target', 'converted', '--out', 'q', '--card', 'q'], 1, 'would replace'],
  ])('refuses %j with exit status %i and a sentence', async (flags, code, words) => {
    expect(await run(['train', ...flags], io)).toBe(code);
    expect(io.printed.err).toContain(words);
    expect(io.printed.out).toBe('');
  });

  it('stops for Ctrl-C and leaves no file', async () => {
    io.stop();
    expect(await run([...train, '--table', 'old.csv', '--out', 'stopped.onnx'], io)).toBe(130);
    await expect(readFile(join(folder, 'stopped.onnx'))).rejects.toThrow('ENOENT');
  });

  it('gives every column of reasons a name of its own', async () => {
    const lines = leads(2).csv.split('\n').slice(0, 3);
    const more = ['base,score,score (column)', 'a,b,c', 'a,b,c'];
    await writeFile(join(folder, 'names.csv'), lines.map((line, i) => `${line},${more[i]}`).join('\n'));
    await run0('score', '--model', 'm.onnx', '--table', 'names.csv', '--out', 'names-out.csv', '--explain');
    const [head = ''] = (await readFile(join(folder, 'names-out.csv'), 'utf8')).split('\r\n');
    expect(head).toBe(
      'score,base,lead no,created,visits,source,note,company,base (column),score (column) (column),score (column)',
    );
  });

  it('adds up where the table lacks a column, and refuses a table that has none', async () => {
    const lines = leads(2).csv.split('\n').slice(0, 40);
    await writeFile(
      join(folder, 'lacks.csv'),
      lines
        .map((line) =>
          line
            .split(',')
            .filter((_, i) => i !== 3)
            .join(','),
        )
        .join('\n'),
    );
    await run0('score', '--model', 'm.onnx', '--table', 'lacks.csv', '--out', 'lacks-out.csv', '--explain');
    const text = await readFile(join(folder, 'lacks-out.csv'), 'utf8');
    expect(text.split('\r\n')[0]).toBe('score,base,lead no,created,visits,note,company,source');
    for (const [p = 0, ...parts] of await scores('lacks-out.csv'))
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Math.log(p / (1 - p)), 8);
    await writeFile(join(folder, 'other.csv'), 'q,w\n1,2\n');
    const other = ['score', '--model', 'm.onnx', '--table', 'other.csv', '--out', 'other-out.csv'];
    expect(await run(other, io)).toBe(1);
    expect(io.printed.err).toContain('the table has none of them, but q, w');
  });

  it('leaves the scores of before where a row of the table is broken', async () => {
    await writeFile(join(folder, 'broken.csv'), `${leads(2).csv}one cell\n`);
    await writeFile(join(folder, 'before.csv'), 'old');
    const score = ['score', '--model', 'm.onnx', '--table', 'broken.csv', '--out', 'before.csv'];
    expect(await run(score, io)).toBe(1);
    expect(await readFile(join(folder, 'before.csv'), 'utf8')).toBe('old');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    await writeFile(join(folder, 'own.csv'), leads(2).csv);
    const own = ['score', '--model', 'm.onnx', '--table', 'own.csv', '--out', 'own.csv'];
    expect(await run(own, io)).toBe(1);
    expect(await readFile(join(folder, 'own.csv'), 'utf8')).toBe(leads(2).csv);
  });

  it('refuses a model file that is none', async () => {
    await writeFile(join(folder, 'bad.onnx'), 'no model');
    expect(await run(['score', '--model', 'bad.onnx', '--table', 'new.csv', '--out', 'x.csv'], io)).toBe(1);
    expect(io.printed.err).toContain('The model cannot be read');
  });
});
