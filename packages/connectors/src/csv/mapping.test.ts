import { recordTypes } from '@aicrm/schema/ids';
import { recordFields } from '@aicrm/schema/record';
import { describe, expect, it } from 'vitest';
import { fieldHints, statusLevels } from './fields.js';
import { guessDayOrder } from './guess-values.js';
import { suggestMapping, takesCustom } from './mapping.js';
import { normaliseName } from './names.js';
import { previewMapping } from './preview-mapping.js';

const fieldsBy = (suggested: ReturnType<typeof suggestMapping>) =>
  Object.fromEntries(suggested.columns.map((one) => [one.field, one.column]));

describe('hints', () => {
  it.each(recordTypes)('name exactly the canonical fields of a %s', (type) => {
    const canonical = Object.keys(recordFields[type].shape).filter((field) => field !== 'custom');
    expect(fieldHints[type].map((one) => one.field).sort()).toEqual(canonical.sort());
    expect(takesCustom(type)).toBe('custom' in recordFields[type].shape);
  });

  it('are normalised, or they could never match', () => {
    for (const hints of Object.values(fieldHints))
      for (const name of hints.flatMap((one) => one.names)) expect(normaliseName(name)).toBe(name);
  });

  it('translate into levels that the schema has', () => {
    for (const type of ['lead', 'deal'] as const)
      expect(Object.keys(statusLevels[type] ?? {}).sort()).toEqual(
        [...recordFields[type].shape.status.options].sort(),
      );
  });
});

describe('suggestMapping', () => {
  it('knows the usual names of a lead export and keeps the rest', () => {
    const suggested = suggestMapping(
      ['Lead ID', 'Full Name', 'E-Mail', 'Phone', 'Lead Source', 'Lead Status', 'Created On', 'Shoe size'],
      [
        ['7', 'Ada Ash', 'ada@example.com', '+1 555 0100', 'Web', 'Closed Won', '2024-01-31', '41'],
        ['8', 'Ben Ash', 'ben@example.com', '', 'Fair', 'Working', '2024-02-01', '44'],
      ],
      'lead',
    );
    expect(fieldsBy(suggested)).toEqual({
      name: 'Full Name',
      email: 'E-Mail',
      phone: 'Phone',
      source: 'Lead Source',
      status: 'Lead Status',
      createdAt: 'Created On',
      'custom.Shoe size': 'Shoe size',
    });
    expect(suggested.key).toEqual(['Lead ID']);
    const status = suggested.columns.find((one) => one.field === 'status');
    expect(status?.values).toEqual({ 'Closed Won': 'converted', Working: 'open' });
  });

  it('asks about a status and a day that it cannot read', () => {
    const suggested = suggestMapping(
      ['id', 'status', 'created'],
      [
        ['1', 'Maybe', '01/02/2024'],
        ['2', 'open', '03/04/2024'],
      ],
      'lead',
    );
    const questions = suggested.columns.map((one) => one.question ?? '');
    expect(questions.find((text) => text.includes('"Maybe"'))).toContain('converted, lost, open');
    expect(questions.find((text) => text.includes('01/02/2024'))).toContain('dmy or mdy');
  });

  it('decides the day order from all values', () => {
    const suggested = suggestMapping(
      ['id', 'created'],
      [
        ['1', '01/02/2024'],
        ['2', '31/01/2024'],
      ],
      'contact',
    );
    expect(suggested.columns[0]).toMatchObject({ field: 'createdAt', dayOrder: 'dmy' });
    expect(suggested.columns[0]?.question).toBeUndefined();
  });

  it('trusts values over names', () => {
    const suggested = suggestMapping(
      ['id', 'email', 'reach'],
      [
        ['1', 'yes', 'a@example.com'],
        ['2', 'no', 'b@example.com'],
      ],
      'contact',
    );
    expect(fieldsBy(suggested).email).toBe('reach');
    expect(fieldsBy(suggested)['custom.email']).toBe('email');
  });

  it('takes a composite key where rows have no id, and an e-mail address for people', () => {
    const lines = suggestMapping(
      ['Order ID', 'SKU', 'Qty', 'colour'],
      [
        ['1', 'a', '2', 'red'],
        ['1', 'b', '1', 'red'],
      ],
      'order-line',
    );
    expect(lines.key).toEqual(['Order ID', 'SKU']);
    expect(fieldsBy(lines)).toEqual({ order: 'Order ID', product: 'SKU', quantity: 'Qty' });
    expect(suggestMapping(['name', 'mail'], [['Ada', 'a@example.com']], 'contact').key).toEqual(['mail']);
    expect(suggestMapping(['name', 'city'], [['Ada', 'Ulm']], 'contact').key).toBeNull();
    const ids = (...values: string[]) =>
      suggestMapping(
        ['id'],
        values.map((value) => [value]),
        'contact',
      ).key;
    expect(ids('1', '2', '2', '')).toEqual(null);
    expect(ids('1', '2', '2', '', '3')).toEqual(['id']);
  });

  it('leaves out what an error file put before the columns', () => {
    const mended = suggestMapping(
      ['row', 'column', 'problem', 'id', 'shoe'],
      [['3', 'id', 'x', '7', '41']],
      'contact',
    );
    expect(mended.columns.map((one) => one.column)).toEqual(['shoe']);
    const other = suggestMapping(['row', 'id', 'shoe'], [['3', '7', '41']], 'contact');
    expect(other.columns.map((one) => one.column)).toEqual(['row', 'shoe']);
  });

  it('never gives one field to two columns', () => {
    const suggested = suggestMapping(
      ['id', 'phone', 'mobile', 'tel'],
      [['1', '555 0100', '555 0101', '555 0102']],
      'contact',
    );
    const fields = suggested.columns.map((one) => one.field);
    expect(new Set(fields).size).toBe(fields.length);
    expect(fieldsBy(suggested)).toEqual({ phone: 'phone', 'custom.mobile': 'mobile', 'custom.tel': 'tel' });
  });
});

describe('guessDayOrder', () => {
  const cases: [string[], ReturnType<typeof guessDayOrder>][] = [
    [['2024-01-31', '2024/02/01', '2024-01-31T10:00:00Z'], 'ymd'],
    [['31.01.2024', '01.02.2024'], 'dmy'],
    [['01.02.2024'], 'dmy'],
    [['01/31/2024', '02/01/2024 10:30 PM'], 'mdy'],
    [['01/02/2024'], 'ambiguous'],
    [['31/01/2024', '01/31/2024'], 'mixed'],
    [['2024-01-31', '31.01.2024'], 'mixed'],
    [['2024-01-31', '01/02/2024'], 'mixed'],
    [['soon', ''], null],
  ];
  it.each(cases)('%j is %s', (values, order) => {
    expect(guessDayOrder(values)).toBe(order);
  });
});

describe('previewMapping', () => {
  it('has a line a column, with samples, fields and what is not taken', () => {
    const lines = previewMapping(
      ['id', 'when', 'junk'],
      [
        ['1', '31.01.2024', 'x'],
        ['2', '01.02.2024', 'x'],
      ],
      [{ column: 'when', field: 'createdAt', dayOrder: 'dmy' }],
      ['id'],
    );
    expect(lines).toEqual([
      { column: 'id', field: 'key', samples: ['1', '2'], confidence: null, note: '' },
      {
        column: 'when',
        field: 'createdAt',
        samples: ['31.01.2024', '01.02.2024'],
        confidence: null,
        note: 'dmy',
      },
      { column: 'junk', field: null, samples: ['x'], confidence: null, note: 'not taken' },
    ]);
  });
});
