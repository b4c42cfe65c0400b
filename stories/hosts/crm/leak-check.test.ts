import { describe, expect, it } from 'vitest';
import { findLeaks } from './public/leak-check.js';

const record = {
  name: 'Jürgen Müller',
  email: 'j.mueller@example.com',
  income: '50-74K',
  householdSize: '2',
  status: 'open',
  lastTotal: '$12.34',
  closedAt: null,
  phone: '',
};
const request = (more: { url?: string; headers?: [string, string][]; body?: string }) => ({
  url: 'https://worker.example/v1/sync?cursor=abc&limit=2',
  headers: [] as [string, string][],
  body: '',
  ...more,
});
const fieldsIn = (entry: ReturnType<typeof request>) => findLeaks(entry, record).map(({ field }) => field);

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('the leak check', () => {
  it.each([
    ['plain, in the address', request({ url: 'https://worker.example/?m=j.mueller@example.com' }), 'email'],
    [
      'percent-encoded',
      request({ url: `https://worker.example/?n=${encodeURIComponent(record.name)}` }),
      'name',
    ],
    ['as a form', request({ body: new URLSearchParams({ n: record.name }).toString() }), 'name'],
    ['in another case', request({ url: 'https://worker.example/J.MUELLER@EXAMPLE.COM' }), 'email'],
    ['in a header', request({ headers: [['x-note', 'spent $12.34 today']] }), 'lastTotal'],
    ['as JSON', request({ body: JSON.stringify({ a: { b: record.income } }) }), 'income'],
    ['in base64', request({ body: base64(`{"mail":"${record.email}"}`) }), 'email'],
    ['in base64, one byte later', request({ body: base64(`#{"mail":"${record.email}"}`) }), 'email'],
    ['in base64, two bytes later', request({ body: base64(`##{"mail":"${record.email}"}`) }), 'email'],
    ['short, beside its name in JSON', request({ body: '{"household_size": "2"}' }), 'householdSize'],
    [
      'short, beside its name in the address',
      request({ url: 'https://worker.example/?status=open' }),
      'status',
    ],
  ])('finds a value %s', (_, entry, field) => {
    expect(fieldsIn(entry)).toContain(field);
  });

  it.each([
    [
      'an ordinary sync',
      request({ headers: [['authorization', `Bearer ${base64('{"tenant":"club","exp":2}')}`]] }),
    ],
    [
      'a short value that belongs to something else',
      request({ url: 'https://worker.example/?limit=2&state=open' }),
    ],
    ['a longer number that begins alike', request({ body: '{"householdSize": 25}' })],
  ])('finds nothing in %s', (_, entry) => {
    expect(fieldsIn(entry)).toEqual([]);
  });

  it('says where it was', () => {
    expect(findLeaks(request({ headers: [['x-who', 'Jürgen Müller']] }), record)).toEqual([
      { field: 'name', value: 'Jürgen Müller', where: 'header x-who' },
    ]);
  });
});
