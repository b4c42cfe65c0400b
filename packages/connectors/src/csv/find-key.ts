import type { RecordType } from '@aicrm/schema/ids';
import { compositeKeys } from './fields.js';
import { normaliseName } from './names.js';

/** The columns that name a row: an id, else the fields that do so together, else an e-mail address; unique in the sample. */
export function findKey(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  type: RecordType,
  columnOf: ReadonlyMap<string, string>,
): string[] | null {
  const own = normaliseName(type);
  const names = [
    'id',
    `${own} id`,
    `${own} number`,
    `${own} no`,
    'external id',
    'record id',
    'source id',
    'uuid',
    'key',
    own,
  ];
  /** Share of rows with a usable key that no row before had, 0..1. */
  const distinct = (columns: readonly string[]) => {
    const at = columns.map((column) => header.indexOf(column));
    const keys = rows
      .map((row) => at.map((i) => (row[i] ?? '').trim()))
      .filter((key) => key.every((part) => part !== '' && !/\s/.test(part)));
    return rows.length === 0 ? 1 : new Set(keys.map((key) => key.join(':'))).size / rows.length;
  };
  for (const name of names) {
    const column = header.find((candidate) => normaliseName(candidate) === name);
    // A file may repeat or lack some keys, which the import then names; a column of few values is no key.
    if (column !== undefined && distinct([column]) > 0.5) return [column];
  }
  const together = compositeKeys[type]?.map((field) => columnOf.get(field));
  if (together?.every((column) => column !== undefined) && distinct(together) === 1) return together;
  const mail = columnOf.get('email');
  return mail !== undefined && distinct([mail]) === 1 ? [mail] : null;
}
