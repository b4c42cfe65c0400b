import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTable } from './open-table.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aicrm-table-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const read = async (path: string) => {
  const table = await readTable(path);
  if (!table.ok) throw new Error(table.error.detail);
  return table.value;
};

describe('a table', () => {
  it('is read from CSV by columns, whatever the file is called', async () => {
    const csv = 'when;sum;who\n13.02.2024;1.234,5;Ada\n01.02.2024;;"B; C"\n';
    for (const path of [await put('a.txt', csv), await put('a.csv.gz', gzipSync(csv))])
      expect(await read(path)).toEqual({
        names: ['when', 'sum', 'who'],
        rows: 2,
        columns: [
          ['2024-02-13', '2024-02-01'],
          ['1234.5', null],
          ['Ada', 'B; C'],
        ],
        dayOrder: 'dmy',
      });
  });

  it('takes the order of day and month from its own dates before that of the table it goes with', async () => {
    const american = await put('us.csv', 'when\n02/13/2024\n01/02/2024\n');
    const unclear = await put('unclear.csv', 'when\n01/02/2024\n');
    const whenOf = async (path: string) => {
      const table = await readTable(path, { usualDayOrder: 'dmy' });
      return table.ok ? table.value.columns[0]?.at(-1) : table.error.detail;
    };
    expect(await whenOf(american)).toBe('2024-01-02');
    expect(await whenOf(unclear)).toBe('2024-02-01');
    expect((await read(unclear)).columns[0]).toEqual(['01/02/2024']);
  });

  it('is read from Parquet with its types, over batches and row groups', async () => {
    const n = 25_000;
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'n', data: Array.from({ length: n }, (_, i) => BigInt(i)), type: 'INT64' as const },
        {
          name: 'text',
          data: Array.from({ length: n }, (_, i) => (i % 7 === 0 ? null : `t${i % 3}`)),
          type: 'STRING' as const,
        },
        {
          name: 'at',
          data: Array.from({ length: n }, (_, i) => new Date(i * 86_400_000)),
          type: 'TIMESTAMP' as const,
        },
        { name: 'yes', data: Array.from({ length: n }, (_, i) => i % 2 === 0), type: 'BOOLEAN' as const },
      ],
      rowGroupSize: [4_000],
    });
    const table = await read(await put('a.parquet', new Uint8Array(bytes)));
    expect(table.names).toEqual(['n', 'text', 'at', 'yes']);
    expect(table.rows).toBe(n);
    expect(table.columns.map((column) => column[12_345])).toEqual([
      12_345,
      't0',
      '2003-10-20T00:00:00.000Z',
      false,
    ]);
    expect(table.columns[1]?.[7]).toBe(null);
    expect(table.columns[0]?.[n - 1]).toBe(n - 1);
  });

  it('is refused as a whole where a row is broken, with its line', async () => {
    const table = await readTable(await put('a.csv', 'a,b\n1,2\n3\n4,5\n'));
    expect(table.ok ? '' : table.error.detail).toContain('line 3');
  });

  it('says what is wrong with a file that is none', async () => {
    const cut = await readTable(await put('a.parquet', 'PAR1 and then nothing'));
    expect(cut).toMatchObject({ ok: false, error: { title: 'The Parquet file cannot be read' } });
    expect(await readTable(join(folder, 'nope.csv'))).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('There is no such file') },
    });
    expect(await readTable(folder)).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('It is a folder') },
    });
    expect((await readTable(await put('empty.csv', ''))).ok).toBe(false);
  });
});
