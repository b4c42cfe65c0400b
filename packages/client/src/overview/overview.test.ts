import type { RecordView, Scalar } from '@aicrm/schema/view';
import { describe, expect, it } from 'vitest';
import { collect, customerRow, noRecords } from './collect.js';
import { csvOf } from './csv.js';
import { allOfIt, heaviest, overviewOf, rememberingOverview } from './overview.js';

const now = Date.parse('2026-11-20T12:00:00Z');
const viewOf = (
  id: string,
  type: string,
  fields: Record<string, Scalar>,
  facts: Record<string, Scalar> = {},
): RecordView => ({ id, type, seq: 1, viewAt: '2026-11-20T00:00:00Z', fields, facts });

const deal = (id: string, fields: Record<string, Scalar>, passed = 0) =>
  viewOf(
    id,
    'deal',
    { status: 'open', createdAt: '2026-10-05T00:00:00Z', currency: 'EUR', ...fields },
    { 'stage.passed': passed },
  );

const stored: Readonly<Record<string, readonly RecordView[]>> = {
  deal: [
    deal('d1', { stage: 'Talk', amount: 100, 'custom.region': 'North' }),
    deal('d2', { stage: 'Offer', amount: 200, region: 'South', createdAt: '2026-11-02T00:00:00Z' }, 1),
    deal('d3', { stage: 'Offer', amount: 400, status: 'won' }, 1),
    deal('d4', { stage: 'Talk', amount: 50, status: 'lost' }),
    deal('d5', { stage: 'Talk', amount: 999, currency: 'USD' }),
  ],
  lead: [
    viewOf('l1', 'lead', { status: 'open', createdAt: '2026-11-10' }),
    viewOf('l2', 'lead', { status: 'converted', createdAt: '2026-01-10', owner: 'Ada' }),
    viewOf('l3', 'lead', { status: 'lost', createdAt: '2026-01-11' }),
  ],
};
const read = (type: string, onSlice: (views: readonly RecordView[]) => void): Promise<void> => {
  onSlice(stored[type] ?? []);
  return Promise.resolve();
};
const collected = async () => (await collect(read, {}, now, () => undefined)) ?? noRecords;

describe('the overview of a business', () => {
  it('weighs open deals of the main currency by their chances, and leaves other currencies out', async () => {
    const chances = new Map([
      ['d1', 0.5],
      ['d2', 0.25],
      ['d5', 0.9],
    ]);
    const { pipeline } = overviewOf(await collected(), chances, allOfIt, now);
    expect(pipeline).toMatchObject({ open: 3, amount: 300, expected: 100, weighed: 2, currency: 'EUR' });
    expect([...(pipeline?.created.slice(-2) ?? [])]).toEqual([550, 200]);
  });

  it('invents no expected value without a model', async () => {
    expect(overviewOf(await collected(), null, allOfIt, now).pipeline?.expected).toBeNull();
    expect(overviewOf(noRecords, null, allOfIt, now)).toMatchObject({
      pipeline: null,
      risk: null,
      stages: [],
    });
  });

  it('orders stages as deals pass them, and counts who came as far', async () => {
    const { stages } = overviewOf(await collected(), null, allOfIt, now);
    expect(stages.map(({ name, count }) => [name, count])).toEqual([
      ['Talk', 5],
      ['Offer', 2],
      ['won', 1],
    ]);
  });

  it('counts leads, those decided, and those converted', async () => {
    const { leads } = overviewOf(await collected(), null, allOfIt, now);
    expect(leads.map(({ count }) => count)).toEqual([3, 2, 1]);
  });

  it('follows time, region and owner wherever a record holds them', async () => {
    const all = await collected();
    expect(overviewOf(all, null, allOfIt, now).choices).toEqual({
      region: ['North', 'South'],
      owner: ['Ada'],
    });
    const since = Date.parse('2026-11-01');
    expect(overviewOf(all, null, { ...allOfIt, since }, now).pipeline).toMatchObject({
      open: 1,
      amount: 200,
    });
    expect(overviewOf(all, null, { ...allOfIt, region: 'North' }, now).pipeline).toMatchObject({
      amount: 100,
    });
    expect(overviewOf(all, null, { ...allOfIt, owner: 'Ada' }, now).leads[0]?.count).toBe(1);
  });

  it('orders customers by chance of silence × expected spend, and follows their segment', () => {
    const row = (id: string, churn: number | null, worth: number | null, segment: string | null) => ({
      ...{ id, churn, worth, segment, name: id, region: null, owner: null },
    });
    const customers = [row('a', 0.9, 10, 's'), row('b', 0.2, 100, 't'), row('c', null, null, null)];
    const { risk } = overviewOf({ ...noRecords, customers }, null, allOfIt, now);
    expect(risk).toMatchObject({ known: 2, customers: 1, value: 29 });
    expect(risk && heaviest(risk.list, 5).map(({ customer }) => customer.id)).toEqual(['b', 'a']);
    const one = overviewOf({ ...noRecords, customers }, null, { ...allOfIt, segment: 's' }, now);
    expect(one.risk).toMatchObject({ known: 1, value: 9 });
  });

  it('finds the heaviest of many as sorting all would', () => {
    const customer = { id: 'x', name: null, segment: null, churn: 1, worth: 1, region: null, owner: null };
    const list = Array.from({ length: 500 }, (_, i) => ({ customer, churn: 1, weight: (i * 7919) % 499 }));
    const sorted = [...list].sort((a, b) => b.weight - a.weight).map(({ weight }) => weight);
    expect(heaviest(list, 9).map(({ weight }) => weight)).toEqual(sorted.slice(0, 9));
    expect(heaviest(list, 900)).toHaveLength(500);
  });

  it('gives the same where it remembers, and keeps parts that did not change', async () => {
    const all = await collected();
    const remembering = rememberingOverview();
    const first = remembering(all, null, allOfIt, now);
    expect(first).toEqual(overviewOf(all, null, allOfIt, now));
    const next = remembering({ ...all, customers: [] }, new Map([['d1', 0.5]]), allOfIt, now);
    expect(next.stages).toBe(first.stages);
    expect(next.pipeline).not.toEqual(first.pipeline);
  });

  it('says nothing of a customer without files', () => {
    const view = viewOf('contact:crm:1', 'contact', { name: 'Ada', 'company.region': 'North' });
    expect(customerRow(view, {}, now)).toEqual({
      ...{ id: 'contact:crm:1', name: 'Ada', region: 'North', owner: null },
      ...{ segment: null, churn: null, worth: null },
    });
  });

  it('ends early when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await collect(read, {}, now, () => undefined, stop.signal)).toBeNull();
  });
});

it('writes values that a spreadsheet reads, and none that it runs', () => {
  const text = csvOf([
    ['Part', 'Value'],
    ['a "quoted", name', 1.5],
    ['=HYPERLINK("x")', -2],
    [null, Number.NaN],
  ]);
  expect(text).toBe('\uFEFFPart,Value\r\n"a ""quoted"", name",1.5\r\n"\'=HYPERLINK(""x"")",-2\r\n,\r\n');
});
