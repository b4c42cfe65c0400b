import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeOrders } from '@aicrm/models/value/testing/orders';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-segments-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const flags = ['--table', 'o.csv', '--customer', 'who', '--time', 'day', '--out', 's.csv'];
const segments = (csv: string, ...more: string[]): Promise<number> =>
  writeFile(join(folder, 'o.csv'), csv).then(() => run(['segments', ...flags, ...more], io));
const made = (customers: number): string =>
  `who,day,paid\n${madeOrders(customers)
    .map(({ fields }) => `${fields.contact},${fields.at.slice(0, 10)},${(fields.total?.minor ?? 0) / 100}\n`)
    .join('')}`;

describe('segments', () => {
  it('writes each customer once with segment, scores and cluster, and sums up for a program', async () => {
    expect(await segments(made(150), '--amount', 'paid', '--clusters', '3', '--json')).toBe(0);
    const [header, ...lines] = (await readFile(join(folder, 's.csv'), 'utf8')).trim().split('\r\n');
    expect(header).toBe('customer,segment,recency,frequency,money,cluster');
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(150);
    expect(lines.every((line) => /^c\d+,[^,]+,[1-5],[1-5],[1-5],[1-3]$/.test(line))).toBe(true);
    const { ok, result } = JSON.parse(io.printed.out) as {
      ok: boolean;
      result: { customers: number; segments: { share: number }[]; clusters: { k: number } };
    };
    expect(ok).toBe(true);
    expect(result).toMatchObject({ customers: 150, clusters: { k: 3 } });
    expect(result.segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('prints a table for people, and works without amounts', async () => {
    expect(await segments(made(150))).toBe(0);
    expect(io.printed.out).toMatch(/Lost +\d+ +\d+\.\d %/);
    expect(io.printed.err).toMatch(/No amounts are known/);
  });

  it('refuses what cannot work with a sentence', async () => {
    expect(await segments(made(20))).toBe(1);
    expect(io.printed.err).toMatch(/20 customers; 50 are needed/);
    expect(await segments(made(60), '--amount', 'price')).toBe(1);
    expect(io.printed.err).toMatch(/no column "price"/);
    expect(await segments('who,day\na,soon\nb,later\n')).toBe(1);
    expect(io.printed.err).toMatch(/none has a customer and a date/);
    expect(await segments(made(60), '--clusters', 'many')).toBe(1);
    expect(io.printed.err).toMatch(/2 to 20, or "auto"/);
  });
});
