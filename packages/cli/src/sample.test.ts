import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openCsv } from '@aicrm/connectors/csv/read-csv';
import { must } from '@aicrm/schema/result';
import { describe, expect, it } from 'vitest';
import { readSample, samplesFolder } from './commands/sample.js';
import { run } from './main.js';
import { weeksUntil } from './shift.js';
import { startFakeWorker } from './testing/fake-worker.js';
import { testIo } from './testing/test-io.js';

type Row = Readonly<Record<string, string>>;
const folder = join(samplesFolder, 'retail-club');

async function rowsOf(name: string): Promise<Row[]> {
  const file = await openCsv(createReadStream(join(folder, `${name}.csv.gz`)));
  if (!file.ok) throw new Error(file.error.detail);
  const rows: Row[] = [];
  for await (const batch of file.value.rows()) {
    if (!batch.ok) throw new Error(batch.error.detail);
    for (const { cells, issue } of batch.value) {
      expect(issue).toBeNull();
      rows.push(Object.fromEntries(file.value.header.map((column, i) => [column, must(cells[i], column)])));
    }
  }
  return rows;
}

const cents = (text: string | undefined) => {
  const [, whole = '', part = ''] = /^(\d+)\.(\d\d)$/.exec(text ?? '') ?? [];
  return Number(whole) * 100 + Number(part);
};

describe('the retail club', async () => {
  const sample = await readSample(folder);
  const files = sample.ok ? sample.value.files : [];
  const all = new Map(
    await Promise.all(
      files.map(async ({ type, file }) => [type, await rowsOf(file.replace('.csv.gz', ''))] as const),
    ),
  );
  const rows = (type: 'contact' | 'campaign' | 'lead' | 'order' | 'order-line' | 'product') =>
    must(all.get(type), type);
  const idsOf = (type: 'contact' | 'campaign' | 'product' | 'order') =>
    new Set(rows(type).map((row) => row.id));

  it('has the rows that its description counts', () => {
    expect(files.map(({ type, rows: count }) => [type, count])).toEqual([
      ['contact', 2_379],
      ['campaign', 27],
      ['product', 20_902],
      ['order', 47_243],
      ['order-line', 75_000],
      ['lead', 6_589],
    ]);
    for (const { type, rows: count } of files) expect(all.get(type)).toHaveLength(count);
  });

  it('has a key for each row and no key twice', () => {
    for (const { type, wish } of files) {
      const keys = must(all.get(type), type).map((row) =>
        must(wish.key, 'key')
          .map((column) => row[column])
          .join(':'),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('maps columns that exist', () => {
    for (const { type, wish } of files) {
      const columns = Object.keys(must(all.get(type)?.[0], type));
      for (const target of Object.values(must(wish.map, 'map')))
        expect(columns).toContain(typeof target === 'string' ? target : target.column);
    }
  });

  it('points only to rows that exist', () => {
    const [contacts, campaigns, products, orders] = [
      idsOf('contact'),
      idsOf('campaign'),
      idsOf('product'),
      idsOf('order'),
    ];
    expect(rows('lead').filter((row) => !contacts.has(row.contact) || !campaigns.has(row.campaign))).toEqual(
      [],
    );
    expect(rows('order').filter((row) => !contacts.has(row.contact))).toEqual([]);
    expect(rows('order-line').filter((row) => !orders.has(row.order) || !products.has(row.product))).toEqual(
      [],
    );
    for (const row of rows('lead')) expect(row.id).toBe(`${row.campaign}-${row.contact}`);
  });

  it('has order totals that are the sums of their lines, to the cent', () => {
    const sums = new Map<string, [number, number, number]>();
    for (const row of rows('order-line')) {
      const sum = sums.get(row.order ?? '') ?? [0, 0, 0];
      sums.set(row.order ?? '', [
        sum[0] + cents(row.amount),
        sum[1] + cents(row.discount),
        sum[2] + cents(row.coupon_discount),
      ]);
    }
    for (const row of rows('order'))
      expect([row.id, cents(row.total), cents(row.discount), cents(row.coupon_discount)]).toEqual([
        row.id,
        ...must(sums.get(row.id ?? ''), 'lines'),
      ]);
    const total = rows('order').reduce((sum, row) => sum + cents(row.total), 0);
    expect(total).toBe(23_393_524);
  });

  it('has leads whose state follows from redemption and the campaign', () => {
    const campaigns = new Map(rows('campaign').map((row) => [row.id, row]));
    const count = { converted: 0, lost: 0, open: 0 };
    for (const lead of rows('lead')) {
      const campaign = must(campaigns.get(lead.campaign), 'campaign');
      expect(lead.created_at).toBe(campaign.starts_at);
      const ended = must(campaign.ends_at, 'end') <= '2017-12-31';
      if (lead.status === 'converted')
        expect(must(lead.closed_at, 'day') >= must(lead.created_at, 'day')).toBe(true);
      else {
        expect(lead.status).toBe(ended ? 'lost' : 'open');
        expect(lead.closed_at).toBe(ended ? campaign.ends_at : '');
      }
      count[lead.status === 'converted' ? 'converted' : lead.status === 'lost' ? 'lost' : 'open'] += 1;
    }
    expect(count).toEqual({ converted: 792, lost: 5_045, open: 752 });
  });

  it('names nobody real: reserved domains and numbers, no address twice', () => {
    const contacts = rows('contact');
    for (const { email, phone } of contacts) {
      expect(email).toMatch(/^[a-z0-9._]+@example\.(com|org|net)$/);
      expect(phone).toMatch(/^\+1 \d{3} 555 01\d\d$/);
    }
    expect(new Set(contacts.map((row) => row.email)).size).toBe(contacts.length);
    expect(new Set(contacts.map((row) => row.name)).size).toBe(contacts.length);
  });

  it('loads in order, moved to the present by whole weeks', async () => {
    const worker = await startFakeWorker();
    const cwd = await mkdtemp(join(tmpdir(), 'aicrm-sample-'));
    try {
      const io = testIo(cwd, { AICRM_API: worker.url, AICRM_API_KEY: worker.key });
      expect(await run(['sample', 'load', 'retail-club'], io)).toBe(0);
      expect(worker.imports.map(({ request }) => request.type)).toEqual(files.map(({ type }) => type));
      const weeks = weeksUntil('2017-12-31', io.now());
      for (const { request, state } of worker.imports) {
        expect(request).toMatchObject({ shiftWeeks: weeks, connection: 'club', currency: 'USD' });
        expect(request.dataLicence).toMatch(/^CC0-1\.0: The Complete Journey/);
        expect(request.synthetic).toBe(false);
        expect(state).toMatchObject({ status: 'done', counts: { rejected: 0 } });
      }
      expect(worker.records.size).toBe(152_140);
      expect(worker.records.has('lead:club:18-1029')).toBe(true);
      expect(await run(['sample', 'load', '../retail-club'], io)).toBe(1);
      expect(await run(['sample', 'load', 'nothing'], io)).toBe(1);
    } finally {
      await worker.close();
      await rm(cwd, { recursive: true });
    }
  });
});

describe('the drifting bank', () => {
  it('comes with its licence and its citation, short enough for the wire', async () => {
    const sample = await readSample(join(samplesFolder, 'drifting-bank'));
    const { terms, synthetic } = must(sample.ok ? sample.value : null, 'sample');
    expect(terms).toMatch(/^CC-BY-4\.0: .*S\. Moro, P\. Cortez and P\. Rita.*22-31\.$/);
    expect(terms.length).toBeLessThanOrEqual(500);
    expect(synthetic).toBe(false);
  });

  it('is told from a made-up sample, whose description says so', async () => {
    const made = await mkdtemp(join(tmpdir(), 'aicrm-synthetic-'));
    const about = {
      name: 'Made',
      connection: 'made',
      currency: 'EUR',
      lastDay: '2026-11-01',
      licence: 'CC0-1.0',
    };
    await writeFile(join(made, 'sample.json'), JSON.stringify({ ...about, synthetic: true, files: [] }));
    const sample = await readSample(made);
    expect(sample.ok && sample.value).toMatchObject({ terms: 'CC0-1.0', synthetic: true });
    await rm(made, { recursive: true });
  });
});

describe('the script that makes it', () => {
  const source = fileURLToPath(new URL('../../../../shared/data/retail', import.meta.url));

  it.skipIf(!existsSync(source))('makes the same files again from the public data', async () => {
    const target = await mkdtemp(join(tmpdir(), 'aicrm-made-'));
    try {
      const script = fileURLToPath(new URL('../dev/make-retail-sample.mjs', import.meta.url));
      await promisify(execFile)(process.execPath, [script, source, target]);
      const names = (await readdir(target)).sort();
      expect(names).toEqual((await readdir(folder)).sort());
      for (const name of names) {
        const [made, kept] = await Promise.all([readFile(join(target, name)), readFile(join(folder, name))]);
        // Another zlib may pack differently; what is packed must not differ.
        const text = (bytes: Buffer) => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
        expect(text(made) === text(kept)).toBe(true);
      }
    } finally {
      await rm(target, { recursive: true });
    }
  });
});

describe('weeksUntil', () => {
  it('keeps the weekday and ends at most six days before today', () => {
    for (let day = 0; day < 21; day += 1) {
      const now = Date.UTC(2026, 4, 1 + day, 13, 5);
      const moved = Date.parse('2017-12-31') + weeksUntil('2017-12-31', now) * 7 * 86_400_000;
      const behind = Math.floor((now - moved) / 86_400_000);
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThanOrEqual(6);
      expect(new Date(moved).getUTCDay()).toBe(0);
    }
  });
});
