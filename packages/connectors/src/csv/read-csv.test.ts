import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Problem } from '@aicrm/schema/problem';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksForEncoding } from './decode.js';
import { CsvLexer } from './lexer.js';
import { type CsvOptions, type CsvRow, checkCsv, openCsv } from './read-csv.js';
import { csvLine } from './write-csv.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Read {
  header: readonly string[];
  delimiter: string;
  encoding: string;
  rows: CsvRow[];
  cells: (readonly string[])[];
  problem: Problem | null;
}

async function read(input: string | Uint8Array, options: CsvOptions = {}, piece = 65_536): Promise<Read> {
  const bytes = typeof input === 'string' ? utf8(input) : input;
  const file = await openCsv(inPieces(bytes, piece), options);
  const none = { header: [], delimiter: '', encoding: '', rows: [], cells: [], problem: null };
  if (!file.ok) return { ...none, problem: file.error };
  const { header, delimiter, encoding } = file.value;
  const rows: CsvRow[] = [];
  let problem: Problem | null = null;
  for await (const batch of file.value.rows()) {
    if (batch.ok) rows.push(...batch.value);
    else problem = batch.error;
  }
  return { header, delimiter, encoding, rows, cells: rows.map((row) => row.cells), problem };
}

const plain = 'id,name,city\n1,Ada,Ulm\n2,Ben,Bath\n';
const expected = [
  ['1', 'Ada', 'Ulm'],
  ['2', 'Ben', 'Bath'],
];

describe('files that are read alike however they were written', () => {
  const semicolons = plain.replaceAll(',', ';');
  const utf16 = (littleEndian: boolean) => {
    const bytes = new Uint8Array(2 + plain.length * 2);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, 0xfeff, littleEndian);
    for (let i = 0; i < plain.length; i += 1) view.setUint16(2 + i * 2, plain.charCodeAt(i), littleEndian);
    return bytes;
  };
  const cases: [string, string | Uint8Array, string][] = [
    ['LF', plain, ','],
    ['CRLF', plain.replaceAll('\n', '\r\n'), ','],
    ['CR', plain.replaceAll('\n', '\r'), ','],
    ['no line break at the end', plain.slice(0, -1), ','],
    ['blank lines', plain.replaceAll('\n', '\n\n'), ','],
    ['line endings that change', 'id,name,city\r\n1,"Ada",Ulm\n2,Ben,"Bath"\r\n', ','],
    ['a byte order mark', `\uFEFF${plain}`, ','],
    ['a byte order mark before a quote', `\uFEFF"id",name,city\n1,Ada,Ulm\n2,Ben,Bath\n`, ','],
    ['semicolons', semicolons, ';'],
    ['tabs', plain.replaceAll(',', '\t'), '\t'],
    ['bars', plain.replaceAll(',', '|'), '|'],
    ["Excel's sep line", `sep=;\r\n${semicolons}`, ';'],
    ['quotes around everything', plain.replace(/[^,\n]+/g, '"$&"'), ','],
    ['spaces behind quotes', 'id,name,city\n1,"Ada" ,Ulm\n2,Ben,"Bath" \n', ','],
    ['unnamed empty columns at the end', plain.replaceAll('\n', ',,\n'), ','],
    ['UTF-16 little endian', utf16(true), ','],
    ['UTF-16 big endian', utf16(false), ','],
    ['gzip', gzipSync(plain), ','],
  ];
  it.each(cases)('%s', async (_, input, delimiter) => {
    for (const piece of [1, 3, 65_536]) {
      const got = await read(input, {}, piece);
      expect(got.problem).toBeNull();
      expect(got.header).toEqual(['id', 'name', 'city']);
      expect(got.cells).toEqual(expected);
      expect(got.delimiter).toBe(delimiter);
      expect(got.rows.every((row) => row.issue === null)).toBe(true);
    }
  });

  it('keeps line breaks, delimiters and doubled quotes of quoted cells', async () => {
    const text = 'id,note\r\n1,"two\r\nlines, a ""quote"" and\ra CR"\r\n2,5" pipe\r\n';
    for (const piece of [1, 2, 3, 65_536]) {
      const got = await read(text, {}, piece);
      expect(got.cells).toEqual([
        ['1', 'two\r\nlines, a "quote" and\ra CR'],
        ['2', '5" pipe'],
      ]);
      expect(got.rows.map((row) => row.line)).toEqual([2, 5]);
    }
  });

  it('reads a browser stream', async () => {
    const file = await openCsv(new Blob([plain]).stream());
    expect(file.ok && file.value.sample.map((row) => row.cells)).toEqual(expected);
  });

  it('decides the delimiter by regular rows, not by the most frequent character', async () => {
    const got = await read('name;price;note\nA;1,5;a, b, c, d\nB;2,5;e, f, g, h\n');
    expect(got.header).toEqual(['name', 'price', 'note']);
    expect(got.cells[0]).toEqual(['A', '1,5', 'a, b, c, d']);
  });

  it('reads one column, whose delimiter cannot be known', async () => {
    const got = await read('email\na@example.com\nb@example.com\n');
    expect(got.cells).toEqual([['a@example.com'], ['b@example.com']]);
  });
});

describe('encodings', () => {
  const latin = Uint8Array.from([...'id,name\n1,Ren'].map((c) => c.charCodeAt(0)).concat([0xe9, 0x65, 0x0a]));

  it('refuses bytes that are not UTF-8 with their place, and reads them once the encoding is named', async () => {
    for (const piece of [1, 5, 100]) {
      const refused = await read(latin, {}, piece);
      expect(refused.problem?.title).toBe('The file is not UTF-8');
      expect(refused.problem?.detail).toContain('Byte 13 of the file (line 2, value 0xE9)');
      expect(refused.problem?.action).toContain('windows-1252');
      expect(refused.problem && asksForEncoding(refused.problem)).toBe(true);
      expect((await read(latin, { encoding: 'windows-1252' }, piece)).cells).toEqual([['1', 'Renée']]);
    }
  });

  it('finds a wrong byte far into the file and gives the rows before it', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},x`).join('\n');
    const bytes = utf8(`id,name\n${rows}\n`);
    bytes[bytes.length - 2] = 0xff;
    const got = await read(bytes);
    expect(got.problem?.detail).toContain(`Byte ${bytes.length - 2} of the file (line 20001`);
    expect(got.rows.length).toBeGreaterThan(1_000);
    expect(await checkCsv(inPieces(bytes, 4_096))).toMatchObject({ ok: false });
  });

  it('refuses overlong, surrogate and cut forms, and takes the longest good ones', async () => {
    const bad = [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x9f, 0x98], [0x80]];
    for (const form of bad) {
      const got = await read(Uint8Array.from([...utf8('id\nx'), ...form]), {}, 1);
      expect(got.problem?.title).toBe('The file is not UTF-8');
    }
    expect((await read('id\n😀é€\n', {}, 1)).cells).toEqual([['😀é€']]);
  });

  it('says what a file is that is no text', async () => {
    expect((await read(Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2]))).problem?.detail).toContain(
      'Excel workbook',
    );
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
    const others: [readonly number[], string][] = [
      [png, 'PNG picture'],
      [[0xff, 0xd8, 0xff, 0xe0, 0, 0x10], 'JPEG picture'],
      [[...utf8('%PDF-1.7\n%'), 0xe2, 0xe3], 'PDF document'],
      [Array.from({ length: 600 }, (_, i) => (i * 37) % 256), 'data of some program'],
    ];
    for (const [bytes, words] of others) {
      for (const encoding of [undefined, 'windows-1252', 'utf-16le']) {
        // Any bytes may be UTF-16, so where a person names it only known kinds are refused.
        if (encoding === 'utf-16le' && words === 'data of some program') continue;
        const got = (await read(Uint8Array.from(bytes), { encoding })).problem;
        expect(got?.title).toBe('This is not a text file');
        expect(got?.detail).toContain(words);
        expect(got?.action).not.toContain('windows-1252');
        expect(got && asksForEncoding(got)).toBe(false);
      }
    }
    expect((await read(gzipSync(Uint8Array.from(png)))).problem?.detail).toContain('PNG picture');
    // A control character here and there does not make a text something else.
    expect((await read(`id,note\n1,${'x'.repeat(30)}\x02\n`)).problem).toBeNull();
    expect((await read('i\0d\0\n\x001\0')).problem?.detail).toContain('UTF-16 without a byte order mark');
    expect((await read(plain, { encoding: 'klingon' })).problem?.title).toBe('Unknown encoding');
    const cut = gzipSync(plain.repeat(50)).subarray(0, 40);
    expect((await read(cut)).problem?.title).toBe('The gzip file is damaged');
  });

  it('throws the error of the source itself, packed or not', async () => {
    async function* failing(head: Uint8Array): AsyncGenerator<Uint8Array> {
      yield head;
      throw new Error('disk gone');
    }
    await expect(openCsv(failing(utf8('id\n')))).rejects.toThrow('disk gone');
    await expect(openCsv(failing(gzipSync(plain).subarray(0, 12)))).rejects.toThrow('disk gone');
  });
});

describe('headers and rows that cannot be used', () => {
  const refused: [string, string, string, string][] = [
    ['an empty file', '', 'The file is empty', 'no text'],
    ['a file of blank lines', '\n\n \n', 'The file is empty', 'no text'],
    ['a header only', 'id,name\n', 'The file has no rows', '2 columns'],
    [
      'a name used twice',
      'id,name,id\n1,a,2\n',
      'The header cannot be used',
      'column 3 is called "id", like column 1',
    ],
    ['a column without a name', 'id,,name\n1,a,2\n', 'The header cannot be used', 'column 2 has no name'],
    ['no header: numbers', '1,2,Ada\n3,4,Ben\n', 'The header is missing', '"1", "2", "Ada"'],
    ['no header: a day', 'Ada,2024-01-31\nBen,2024-02-01\n', 'The header is missing', '2024-01-31'],
    [
      'no header: an address',
      'Ada,ada@example.com\nBen,b@example.com\n',
      'The header is missing',
      'ada@example.com',
    ],
    [
      'a quote never closed',
      'id,note\n1,fine\n2,"open\n3,x\n',
      'A quotation mark is never closed',
      'line 3 (row 2)',
    ],
    [
      'a quote never closed in the header',
      'id,"note\n1,fine\n',
      'A quotation mark is never closed',
      'line 1 (row 0)',
    ],
  ];
  it.each(refused)('%s', async (_, input, title, detail) => {
    for (const piece of [1, 65_536]) {
      const got = await read(input, {}, piece);
      expect(got.problem).toMatchObject({ kind: 'bad-data', title });
      expect(got.problem?.detail).toContain(detail);
    }
  });

  it('takes headers with numbers among names', async () => {
    expect((await read('id,2023,2024,note\n1,2,3,x\n')).header).toEqual(['id', '2023', '2024', 'note']);
  });

  it('marks a ragged row with its place and goes on', async () => {
    const got = await read('id,name\n1,a\n2\n3,b,c\n4,d\n');
    expect(got.problem).toBeNull();
    expect(got.rows.map((row) => row.issue?.message ?? null)).toEqual([
      null,
      'The row has 1 cells where the header has 2 (line 3).',
      'The row has 3 cells where the header has 2 (line 4).',
      null,
    ]);
    expect(got.rows.map((row) => row.row)).toEqual([1, 2, 3, 4]);
  });

  it('marks text behind a closing quote and goes on', async () => {
    const got = await read('id,name\n1,"Joe "Fast" Smith"\n2,"Joe ""Fast"" Smith"\n');
    expect(got.rows[0]?.issue).toMatchObject({ at: 'name' });
    expect(got.rows[0]?.issue?.message).toContain('must be doubled');
    expect(got.rows[1]).toMatchObject({ cells: ['2', 'Joe "Fast" Smith'], issue: null });
  });

  it('takes cells of 10,000 and of 100,000 characters and marks a longer one', async () => {
    const cell = (length: number) => `"${'x,\n'.repeat(length).slice(0, length)}"`;
    const got = await read(`id,text\n1,${cell(10_000)}\n2,${cell(100_000)}\n3,${cell(100_001)}\n4,ok\n`);
    expect(got.rows.map((row) => row.cells[1]?.length)).toEqual([10_000, 100_000, 0, 2]);
    expect(got.rows.map((row) => row.issue === null)).toEqual([true, true, false, true]);
    expect(got.rows[2]?.issue).toMatchObject({ at: 'text' });
    expect(got.rows[2]?.issue?.message).toMatch(
      /more than 100,000 characters; a quotation mark that opens on line/,
    );
  });

  it('counts a file without using its rows', async () => {
    const got = await checkCsv(inPieces(utf8('id,name\n1,a\n2\n3,b\n'), 7));
    expect(got).toEqual({ ok: true, value: { header: ['id', 'name'], rows: 3, broken: 1 } });
  });

  it('refuses a delimiter that is none', async () => {
    expect((await read(plain, { delimiter: ';;' })).problem?.title).toBe('The delimiter cannot be used');
    expect((await read('a;b,c\n1;2,3\n', { delimiter: ';' })).header).toEqual(['a', 'b,c']);
  });
});

describe('memory', () => {
  it('holds one row however long a quote stays open', () => {
    const lexer = new CsvLexer(',', { maxCell: 1_000, maxCells: 10 });
    lexer.push('id,note\n1,"');
    for (let i = 0; i < 2_000; i += 1) expect(lexer.push('never closed\n'.repeat(100))).toEqual([]);
    const held = JSON.stringify(lexer).length;
    expect(held).toBeLessThan(2_000);
    expect(lexer.end().openQuote).toBe(2);
  });

  it('asks the source for a piece only when a row is wanted', async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield utf8('id,name\n');
      for (;;) {
        pulled += 1;
        yield utf8('1,a\n'.repeat(10_000));
      }
    }
    const file = await openCsv(endless());
    const rows = file.ok ? file.value.rows() : null;
    for (let i = 0; i < 5; i += 1) await rows?.next();
    expect(pulled).toBeGreaterThan(3);
    expect(pulled).toBeLessThan(12);
    await rows?.return(undefined);
  });
});

describe('against other implementations', () => {
  // Papa Parse is the most used parser of this format: where both define a result, they agree.
  const papa: { parse(text: string, config: { delimiter: string; newline: string }): { data: string[][] } } =
    createRequire(import.meta.url)('papaparse');
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '\r', '\t'),
    maxLength: 8,
  });
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );

  const lexAll = (text: string, piece: number) => {
    const lexer = new CsvLexer(',');
    const rows = [];
    for (let at = 0; at < text.length; at += piece) rows.push(...lexer.push(text.slice(at, at + piece)));
    const end = lexer.end();
    expect(end.openQuote).toBeNull();
    return [...rows, ...end.rows].map((row) => row.cells);
  };

  it('reads back what was written, in pieces of any size', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (rows, piece) => {
        expect(lexAll(rows.map((row) => csvLine(row)).join(''), piece)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with Papa Parse', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows
          .map((row) => csvLine(row))
          .join('')
          .slice(0, -2);
        expect(lexAll(text, 1_000)).toEqual(papa.parse(text, { delimiter: ',', newline: '\r\n' }).data);
      }),
      { numRuns: 300 },
    );
  });
});
