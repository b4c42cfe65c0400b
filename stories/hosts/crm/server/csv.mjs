import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

/** Splits comma-separated text (RFC 4180: quotes, doubled quotes, line breaks within quotes) into rows of texts. */
export function parseCsv(source) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[i + 1] === '"') cell += source[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      row.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
      rows.push(row);
      row = [];
      cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** Reads a gzipped CSV file as objects keyed by its header; empty cells are left out. */
export async function readCsv(path) {
  const [header = [], ...rows] = parseCsv(await text(createReadStream(path).pipe(createGunzip())));
  return rows.map((row) =>
    Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']).filter(([, value]) => value !== '')),
  );
}
