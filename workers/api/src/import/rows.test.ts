import { must } from '@aicrm/schema/result';
import type { ImportRequest } from '@aicrm/schema/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorHeader, errorLine } from './error-file.js';
import { fieldsOf } from './fields.js';
import { planImport } from './plan.js';
import { readRows } from './rows.js';

const request = (more: Partial<ImportRequest> = {}): ImportRequest => ({
  type: 'lead',
  connection: 'crm',
  key: ['id'],
  header: ['id', 'stage', 'created', 'size', 'note'],
  mapping: [
    { column: 'stage', field: 'status', values: { Won: 'converted', Lost: 'lost', New: 'open' } },
    { column: 'created', field: 'createdAt', dayOrder: 'dmy' },
    { column: 'size', field: 'custom.size', as: 'number' },
    { column: 'note', field: 'source' },
  ],
  ...more,
});

const plan = (more: Partial<ImportRequest> = {}) => {
  const made = planImport(request(more), null);
  return must(made.ok ? made.value : null, made.ok ? '' : JSON.stringify(made.error));
};
const issuesOf = (more: Partial<ImportRequest>): string => {
  const made = planImport(request(more), null);
  return made.ok ? 'fine' : JSON.stringify(made.error.issues);
};

describe('fields of a type', () => {
  it('are read off the schema', () => {
    const lead = fieldsOf('lead');
    expect(lead.get('status')).toEqual({
      name: 'status',
      required: true,
      read: { kind: 'choice', choices: ['open', 'converted', 'lost'] },
    });
    expect(lead.get('createdAt')?.read.kind).toBe('instant');
    expect(lead.get('email')).toEqual({ name: 'email', required: false, read: { kind: 'text' } });
    expect(lead.has('custom')).toBe(false);
    expect(fieldsOf('order').get('total')?.read.kind).toBe('money');
    expect(fieldsOf('consent').get('given')?.read.kind).toBe('boolean');
    expect(fieldsOf('company').get('employees')?.read.kind).toBe('number');
  });
});

describe('a mapping', () => {
  it('that fits is taken', () => {
    expect(issuesOf({})).toBe('fine');
  });

  it.each<[string, Partial<ImportRequest>, RegExp]>([
    ['a column that is not there', { key: ['nr'] }, /no column \\"nr\\"/],
    [
      'a column that is there twice',
      { header: ['id', 'id', 'stage', 'created', 'size', 'note'] },
      /more than one/,
    ],
    [
      'a field that is none',
      { mapping: [...request().mapping, { column: 'id', field: 'colour' }] },
      /not a field/,
    ],
    [
      'one field from two columns',
      { mapping: [...request().mapping, { column: 'id', field: 'source' }] },
      /Two columns/,
    ],
    [
      'a required field that nothing is mapped to',
      { mapping: request().mapping.slice(1) },
      /needs \\"status\\"/,
    ],
    [
      'a field read as what it is not',
      { mapping: [...request().mapping, { column: 'id', field: 'name', as: 'number' }] },
      /not as number/,
    ],
    [
      'a custom name that could not be a path',
      { mapping: [...request().mapping, { column: 'id', field: 'custom.a"b$[' }] },
      /cannot be the name/,
    ],
    [
      'a custom field that is the prototype',
      { mapping: [...request().mapping, { column: 'id', field: 'custom.__proto__' }] },
      /cannot be the name/,
    ],
    ['a connection that could not be in an id', { connection: 'My CRM:1' }, /connection/],
    [
      'a currency that is none',
      { currency: 'euro', mapping: [...request().mapping, { column: 'id', field: 'custom.x', as: 'money' }] },
      /need a currency/,
    ],
  ])('%s is one clear answer', (_, more, sentence) => {
    expect(issuesOf(more)).toMatch(sentence);
  });
});

describe('rows', () => {
  it('become patches: translated, parsed, empty cells known to be empty', () => {
    const { accepted, rejected } = readRows(plan(), [['7', ' Won ', '04/03/2017', '1,5', '']], 10);
    expect(rejected).toEqual([]);
    expect(accepted).toEqual([
      {
        row: 11,
        sourceId: '7',
        patch: { status: 'converted', createdAt: '2017-03-04', source: null, custom: { size: 1.5 } },
      },
    ]);
  });

  it('join a key of several columns', () => {
    const { accepted } = readRows(plan({ key: ['id', 'note'] }), [['7', 'New', '2017-03-04', '', 'x']], 0);
    expect(accepted[0]?.sourceId).toBe('7:x');
  });

  it.each<[string, string[], string, RegExp]>([
    ['no key', ['', 'New', '2017-03-04', '', ''], 'id', /empty/],
    ['a key with a space', ['a b', 'New', '2017-03-04', '', ''], 'id', /spaces/],
    ['too few cells', ['7', 'New'], 'row', /2 cells where the header has 5/],
    ['a value that is no choice', ['7', 'Maybe', '2017-03-04', '', ''], 'stage', /open, converted, lost/],
    ['an empty required field', ['7', '', '2017-03-04', '', ''], 'stage', /needs a value/],
    ['a day that is none', ['7', 'New', '31/02/2017', '', ''], 'created', /calendar/],
    ['a number that is none', ['7', 'New', '2017-03-04', 'big', ''], 'size', /not a number/],
    ['a text that is too long', ['7', 'New', '2017-03-04', '', 'x'.repeat(2_001)], 'note', /2000/],
    ['a runaway row', ['7', 'New', '2017-03-04', '', 'x'.repeat(400_000)], 'row', /longer/],
  ])('with %s are rejected with column and sentence', (_, cells, at, sentence) => {
    const { accepted, rejected } = readRows(plan(), [cells, ['8', 'New', '2017-03-04', '', '']], 0);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.row).toBe(1);
    expect(rejected[0]?.issues[0]?.at).toBe(at);
    expect(rejected[0]?.issues[0]?.message).toMatch(sentence);
    expect(accepted.map((row) => row.sourceId)).toEqual(['8']);
  });

  it('name every wrong cell of a row at once', () => {
    const { rejected } = readRows(plan(), [['7', 'Maybe', 'then', 'big', '']], 0);
    expect(rejected[0]?.issues.map((issue) => issue.at)).toEqual(['stage', 'created', 'size']);
  });

  it('with a key that stood in an earlier row are rejected and the earlier one named', () => {
    const rows = ['New', 'Won', 'Lost'].map((stage) => ['7', stage, '2017-03-04', '', '']);
    const { accepted, rejected } = readRows(plan(), rows, 0);
    expect(accepted).toHaveLength(1);
    expect(accepted[0]?.patch.status).toBe('open');
    expect(rejected.map((row) => row.row)).toEqual([2, 3]);
    expect(rejected[0]?.issues[0]?.message).toMatch(/"7" stands in row 1/);
  });

  it('keep a field of 10,000 characters where the type allows it', () => {
    const message = plan({
      type: 'message',
      header: ['id', 'at', 'text'],
      mapping: [
        { column: 'at', field: 'at' },
        { column: 'text', field: 'text' },
        { column: 'id', field: 'channel' },
      ],
    });
    const { accepted } = readRows(message, [['1', '2017-03-04', 'ß'.repeat(10_000)]], 0);
    expect(accepted[0]?.patch.text).toBe('ß'.repeat(10_000));
  });

  it('give one outcome each, whatever they hold', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('7', 'New', '2017-03-04', '1,5', '\u0000', '=1+1'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 10 }), (rows) => {
        const { accepted, rejected } = readRows(plan(), rows, 0);
        const outcomes = [...accepted, ...rejected].map((row) => row.row).sort((a, b) => a - b);
        expect(outcomes).toEqual(rows.map((_, i) => i + 1));
      }),
    );
  });
});

describe('the error file', () => {
  it('has the reasons and the row as it came, and no cell that a spreadsheet would run', () => {
    expect(errorHeader(['id', 'a,b'])).toBe('row,column,problem,id,"a,b"\r\n');
    const line = errorLine({
      row: 3,
      issues: [
        { at: 'x', message: 'Wrong.' },
        { at: 'y', message: 'Too.' },
      ],
      cells: ['=cmd()', '-5', 'say "hi"\nbye'],
    });
    expect(line).toBe(`3,x | y,Wrong. | Too.,'=cmd(),-5,"say ""hi""\nbye"\r\n`);
  });
});
