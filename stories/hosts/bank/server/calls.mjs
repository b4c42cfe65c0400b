import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCsv } from '../../crm/server/csv.mjs';

/** Columns that hold numbers; the others are texts. */
const numbers = new Set(
  'age duration campaign pdays previous emp_var_rate cons_price_idx cons_conf_idx euribor3m nr_employed'.split(
    ' ',
  ),
);
/** What a call's row says of the call itself, and not of what was known before it. */
const notBefore = new Set(['id', 'status', 'created_at', 'closed_at', 'duration']);

const quarterOf = (instant) =>
  `${instant.slice(0, 4)}-Q${Math.floor((Number(instant.slice(5, 7)) - 1) / 3) + 1}`;

/** What the badge is given: the fields that the bank knows before it dials, by the names of the import. */
const knownBefore = (row) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !notBefore.has(column))
      .map(([column, value]) => {
        const name = column.replaceAll('.', '_');
        return [name, numbers.has(name) ? Number(value) : value];
      }),
  );

const asCall = (row) => ({
  id: row.id,
  at: row.created_at,
  subscribed: row.status === 'converted',
  before: knownBefore(row),
});

/**
 * The bank's own records, in memory: the newest calls, and how many calls of each quarter ended with a subscription.
 * @returns {Promise<{ about: object, quarters: readonly { quarter: string, calls: number, subscribed: number }[],
 *   newest: (n: number) => object[] }>}
 */
export async function loadCalls(sampleDir) {
  const sample = JSON.parse(await readFile(join(sampleDir, 'sample.json'), 'utf8'));
  const rows = await readCsv(join(sampleDir, sample.files[0].file));
  const byQuarter = new Map();
  for (const row of rows) {
    const quarter = quarterOf(row.created_at);
    const sum = byQuarter.get(quarter) ?? { quarter, calls: 0, subscribed: 0 };
    sum.calls++;
    if (row.status === 'converted') sum.subscribed++;
    byQuarter.set(quarter, sum);
  }
  return {
    about: {
      name: sample.name,
      calls: rows.length,
      sampled: sample.sampled,
      from: rows[0].created_at,
      to: rows[rows.length - 1].created_at,
      source: sample.source,
      licence: sample.licence,
    },
    quarters: [...byQuarter.values()],
    newest: (n) => rows.slice(-n).reverse().map(asCall),
  };
}
