import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@aicrm/learn/random';
import { madeOrders } from '@aicrm/models/value/testing/orders';
import { ReportCard } from '@aicrm/schema/report-card';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../main.js';
import { type TestIo, testIo } from '../testing/test-io.js';

let folder: string;
let io: TestIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-tables-'));
  io = testIo(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const linesOf = async (name: string): Promise<string[]> =>
  (await readFile(join(folder, name), 'utf8')).trim().split('\r\n');
const resultOf = (): Record<string, unknown> =>
  (JSON.parse(io.printed.out) as { result: Record<string, unknown> }).result;

/** The card that a command wrote is one that `aicrm card` draws. */
async function drawn(name: string, words: string): Promise<void> {
  const card = ReportCard.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  expect(card.dataLicence).toBe('CC0: made');
  expect(await run(['card', '--card', name, '--out', 'page.html'], testIo(folder))).toBe(0);
  expect(await readFile(join(folder, 'page.html'), 'utf8')).toContain(words);
}

const withCard = ['--card', 'card.json', '--data-licence', 'CC0: made'];
const orders = (customers: number): string =>
  `who,day,paid\n${madeOrders(customers)
    .map(({ fields }) => `${fields.contact},${fields.at.slice(0, 10)},${(fields.total?.minor ?? 0) / 100}\n`)
    .join('')}`;
const columns = ['--customer', 'who', '--time', 'day', '--out', 'o.csv'];

describe('aicrm value and churn of purchases', () => {
  it('write a row a customer, a card that opens, and a summary', async () => {
    await put('t.csv', orders(400));
    const value = ['value', '--table', 't.csv', ...columns, '--amount', 'paid', ...withCard, '--json'];
    expect(await run(value, io)).toBe(0);
    const [header, ...lines] = await linesOf('o.csv');
    expect(header).toMatch(/^customer,value,value_lo80,value_hi80,purchases,/);
    expect(lines).toHaveLength(400);
    for (const line of lines) {
      const [, worth, low, high] = line.split(',').map(Number);
      if (line.endsWith('known yet.')) continue;
      expect(worth).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(low ?? Number.NaN);
    }
    const judged = resultOf().backtests as { covered: number; months: unknown[] }[];
    expect(judged.length).toBeGreaterThan(0);
    for (const { covered } of judged) expect(covered).toBeGreaterThan(0.7);
    await drawn('card.json', 'Both models side by side');
  });

  it('order customers by the chance to buy nothing', async () => {
    await put('t.csv', orders(400));
    expect(await run(['churn', '--table', 't.csv', ...columns, ...withCard], io)).toBe(0);
    const chances = (await linesOf('o.csv')).slice(1).map((line) => Number(line.split(',')[1]));
    expect(chances.length).toBeGreaterThan(300);
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    await drawn('card.json', 'share that bought nothing');
  });

  it('say what is wrong, and write nothing', async () => {
    await put('t.csv', orders(20));
    const value = (...more: string[]) => run(['value', '--table', 't.csv', ...columns, ...more], io);
    expect(await value()).toBe(1);
    expect(io.printed.err).toMatch(/200 are needed/);
    expect(await value('--amount', 'Paid')).toBe(1);
    expect(io.printed.err).toMatch(/no column "Paid" for --amount[\s\S]*Did you mean "paid"\?/);
    expect(await value('--amount', 'who')).toBe(1);
    expect(io.printed.err).toMatch(/No row has a readable amount in "who"/);
    expect(await run(['churn', '--table', 't.csv', '--out', 'o.csv'], io)).toBe(2);
    expect(await run(['churn', '--table', 't.csv', '--contract', 'who', '--out', 'o.csv'], io)).toBe(2);
    await expect(readFile(join(folder, 'o.csv'))).rejects.toThrow();
  });
});

describe('aicrm churn of contracts', () => {
  /** Contracts that end when their use was low; the month that they end in is drawn. */
  function contracts(): { contracts: string; usage: string } {
    const random = createRandom(4);
    let [rows, usage] = ['id,start,end,plan\n', 'contract,month,logins\n'];
    const month = (n: number, day: string): string =>
      `${2022 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}-${day}`;
    for (let i = 0; i < 500; i++) {
      const first = i % 18;
      const low = i % 3 === 0;
      const last = Math.min(35, low ? first + 3 + random.int(18) : 35);
      rows += `c${i},${month(first, '01')},${last < 35 ? month(last, '15') : ''},${i % 2 ? 'Basic' : 'Plus'}\n`;
      for (let m = first + 1; m <= last; m++)
        usage += `c${i},${month(m, '01')},${low && last - m < 4 ? random.int(4) : 8 + random.int(9)}\n`;
    }
    return { contracts: rows, usage };
  }

  it('learn from their use, and list those that run', async () => {
    const made = contracts();
    await put('c.csv', made.contracts);
    await put('u.csv', made.usage);
    const code = await run(
      ['churn', '--table', 'c.csv', '--contract', 'id', '--start', 'start', '--end', 'end', '--plan', 'plan']
        .concat(['--usage', 'u.csv', '--usage-contract', 'contract', '--usage-time', 'month'])
        .concat(['--out', 'o.csv', '--card', 'card.json', '--model', 'm.onnx', '--json']),
      io,
    );
    expect(io.printed.err).not.toMatch(/^error/m);
    expect(code).toBe(0);
    const { basis, contracts: running } = resultOf();
    expect(basis).toBe('contract');
    expect(running).toBeGreaterThan(300);
    expect(await linesOf('o.csv')).toHaveLength(Number(running) + 1);
    expect(await run(['card', '--card', 'card.json', '--out', 'p.html'], testIo(folder))).toBe(0);
    expect(await readFile(join(folder, 'p.html'), 'utf8')).toContain('ends within 90 days');
  });
});

describe('aicrm next-product', () => {
  it('needs enough, and says how much that is', async () => {
    await put('t.csv', 'who,day,what\na,2024-01-01,x\nb,2024-02-01,y\n');
    const next = (...more: string[]) =>
      run(['next-product', '--table', 't.csv', ...columns, '--item', 'what', ...more], io);
    expect(await next()).toBe(1);
    expect(io.printed.err).toMatch(/There are 2 customers; 200 are needed/);
    expect(await next('--label', 'waht')).toBe(1);
    expect(io.printed.err).toMatch(/Did you mean "what"\?/);
    expect(await next('--k', '0')).toBe(1);
  });

  it('suggests to each customer, with a card', async () => {
    const random = createRandom(6);
    const items = 'abcdefghijklmno'.split('');
    let rows = 'who,day,what\n';
    for (let i = 0; i < 260; i++)
      for (let n = 0; n < 14; n++) {
        const day = new Date(Date.UTC(2024, 0, 1) + random.int(364) * 86_400_000).toISOString().slice(0, 10);
        // Customers of one kind buy the first five items, the others the rest.
        rows += `c${i},${day},${items[i % 2 === 0 ? random.int(5) : 5 + random.int(10)] ?? 'a'}\n`;
      }
    await put('t.csv', rows);
    const code = await run(
      ['next-product', '--table', 't.csv', ...columns, '--item', 'what', '--k', '3', ...withCard],
      io,
    );
    expect(io.printed.err).not.toMatch(/^error/m);
    expect(code).toBe(0);
    const lines = (await linesOf('o.csv')).slice(1);
    expect(lines).toHaveLength(3 * 260);
    await drawn('card.json', 'Recall@10');
  });
});

describe('aicrm uplift', () => {
  /** Half got the offer; it helps those with `old` = 1 only. */
  function trial(rows: number): string {
    const random = createRandom(9);
    let text = 'id,mail,old,city,bought\n';
    for (let i = 0; i < rows; i++) {
      const mail = random.next() < 0.5;
      const old = random.int(2);
      const chance = 0.2 + (mail && old === 1 ? 0.3 : 0);
      text += `${i},${mail ? 'sent' : 'held back'},${old},town ${i},${random.next() < chance ? 'yes' : 'no'}\n`;
    }
    return text;
  }
  const uplift = (...more: string[]): Promise<number> =>
    run(
      ['uplift', '--table', 't.csv', '--treated', 'mail', '--outcome', 'bought', '--out', 'o.csv', ...more],
      io,
    );

  it('finds whom the offer changes, leaves out what names rows, and writes a card', async () => {
    await put('t.csv', trial(4_000));
    expect(await uplift('--treated-value', 'sent', ...withCard, '--json')).toBe(0);
    expect(resultOf()).toMatchObject({ verdict: { state: 'reliable' } });
    expect(resultOf().refused).toMatchObject([{ column: 'id' }, { column: 'city' }]);
    const effects = (await linesOf('o.csv')).slice(1).map((line) => Number(line.split(',')[1]));
    expect(effects).toHaveLength(4_000);
    expect(Math.max(...effects)).toBeGreaterThan(0.15);
    await drawn('card.json', 'Qini curve');
  });

  it('asks which value is which, and how much is missing', async () => {
    await put('t.csv', trial(300));
    expect(await uplift()).toBe(1);
    expect(io.printed.err).toMatch(/"mail" is not yes or no: it has[\s\S]*--treated-value/);
    expect(await uplift('--treated-value', 'snet')).toBe(1);
    expect(io.printed.err).toMatch(/Did you mean "sent"\?/);
    expect(await uplift('--treated-value', 'sent')).toBe(1);
    expect(io.printed.err).toMatch(/500 are needed/);
  });
});

describe('aicrm actions and insights', () => {
  it('ranks by the shipped rules, with codes beside the sentences', async () => {
    await put('t.csv', 'id,leaving,consent.offer\nA,0.7,yes\nB,0.7,no\nC,0.1,\n');
    const actions = ['actions', '--table', 't.csv', '--record', 'id', '--out', 'o.csv'];
    expect(await run([...actions, '--signal', 'churn.probability=leaving', '--json'], io)).toBe(0);
    const lines = await linesOf('o.csv');
    expect(lines[1]).toMatch(/^A,1,offer,Make the retention offer,keep-customer,90,no-estimate,/);
    expect(lines.filter((line) => line.startsWith('B,'))).toHaveLength(1);
    expect(resultOf()).toMatchObject({ records: 3, suppressed: { consent: 1 } });
    expect(await run([...actions, '--signal', 'churn.probabilty=leaving'], io)).toBe(1);
    expect(io.printed.err).toMatch(/Did you mean "churn.probability"\?/);
    expect(await run(actions, io)).toBe(1);
    expect(io.printed.err).toMatch(/No column of the table is called like a signal/);
  });

  it('finds the week that broke with its past, and needs a past', async () => {
    let rows = 'at,region\n';
    for (let week = 0; week < 20; week++)
      for (let n = 0; n < (week === 19 ? 12 : 60 + (week % 3)); n++)
        rows += `${new Date(Date.UTC(2024, 0, 1) + (7 * week + (n % 5)) * 86_400_000).toISOString()},${n % 2 ? 'North' : 'South'}\n`;
    await put('t.csv', rows);
    const insights = ['insights', '--table', 't.csv', '--time', 'at', '--label', 'Orders', '--out', 'o.csv'];
    expect(await run([...insights, '--by', 'region', '--as-of', '2024-05-19'], io)).toBe(0);
    expect(await readFile(join(folder, 'o.csv'), 'utf8')).toMatch(/metric-changed.*Orders: 12 where/);
    expect(await run([...insights, '--as-of', '2024-02-01'], io)).toBe(1);
    expect(io.printed.err).toMatch(
      /Not enough history: \d+ whole weeks before the last one; 8 would be enough/,
    );
    expect(await run([...insights, '--by', 'regoin'], io)).toBe(1);
    expect(io.printed.err).toMatch(/Did you mean "region"\?/);
    expect(await run([...insights, '--kind', 'sum'], io)).toBe(1);
  });
});

describe('aicrm card', () => {
  it('refuses a kind that it does not know, with those it knows', async () => {
    await put('c.json', JSON.stringify({ kind: 'horoscope', name: 'x' }));
    expect(await run(['card', '--card', 'c.json', '--out', 'p.html'], io)).toBe(1);
    expect(io.printed.err).toMatch(/card of "horoscope", a kind that this version does not know/);
  });
});
