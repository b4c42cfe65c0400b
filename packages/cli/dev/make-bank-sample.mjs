/**
 * Makes packages/cli/samples/drifting-bank from the public data set "Bank Marketing" (UCI, CC BY 4.0; Moro, Cortez and
 * Rita 2014): `node packages/cli/dev/make-bank-sample.mjs [source file] [target folder]`. The same input gives the same
 * bytes.
 *
 * The file gives no dates but is in their order, from May 2008 to November 2010, with the month and the day of the week
 * of each call. So months follow one another, a new run of one weekday is a new day, and each day is the earliest of its
 * month that fits: month and weekday are always the file's own, the day of the month is right up to a week or so where
 * days without calls lie between. The time of day is invented: calls of a day lie evenly between 9 and 18 o'clock, in
 * the file's order. A call is closed when it ends, `duration` seconds later.
 *
 * Every third call is kept, in order: so thin that a demo's first start stays short, and as evenly spread over time as
 * the whole, so that the drift is the same (6 % of calls in 2008, 31 % of the newest fifth).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const source =
  process.argv[2] ??
  join(import.meta.dirname, '../../../../shared/data/lead-scoring/bank-additional-full.csv');
const target = process.argv[3] ?? join(import.meta.dirname, '../samples/drifting-bank');

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMs = 86_400_000;
const every = 3;

const [head = '', ...lines] = readFileSync(source, 'utf8').split('\n').filter(Boolean);
const cells = (line) =>
  line
    .trim()
    .split(';')
    .map((cell) => cell.replaceAll('"', ''));
const header = cells(head);
const calls = lines.map((line) => {
  const values = cells(line);
  if (values.length !== header.length) throw new Error(`another number of cells: ${line}`);
  return Object.fromEntries(header.map((column, i) => [column, values[i]]));
});

/** Runs of calls on one day, in the file's order. */
function daysOf(rows) {
  const days = [];
  let [year, month, last] = [2008, -1, 0];
  for (const row of rows) {
    const day = days[days.length - 1];
    if (day && day.month === row.month && day.weekday === row.day_of_week) {
      day.rows.push(row);
      continue;
    }
    const number = months.indexOf(row.month);
    if (number < month) year++;
    const first = Date.UTC(year, number, 1);
    const earliest = number === month ? last + dayMs : first;
    const ahead = (weekdays.indexOf(row.day_of_week) - new Date(earliest).getUTCDay() + 7) % 7;
    last = earliest + ahead * dayMs;
    month = number;
    if (new Date(last).getUTCMonth() !== number)
      throw new Error(`${row.month} ${year} has no day for another ${row.day_of_week}`);
    days.push({ month: row.month, weekday: row.day_of_week, at: last, rows: [row] });
  }
  return days;
}

/** Fields by the file's own column names; texts stay as they are, "unknown" too. */
const fields = header.filter((column) => column !== 'y');
const instant = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z');
const nine = 9 * 3_600_000;
const officeHours = 9 * 3_600_000;
const all = [];
for (const day of daysOf(calls))
  day.rows.forEach((call, i) => {
    const at = day.at + nine + Math.floor((i * officeHours) / day.rows.length / 1_000) * 1_000;
    all.push([
      all.length + 1,
      call.y === 'yes' ? 'converted' : 'lost',
      instant(at),
      instant(at + Number(call.duration) * 1_000),
      // 999 is the source's word for "never called before".
      ...fields.map((field) => (field === 'pdays' && call[field] === '999' ? '' : call[field])),
    ]);
  });

const rows = all.filter((_, i) => i % every === 0);

const columns = ['id', 'status', 'created_at', 'closed_at', ...fields];
const text = [columns, ...rows].map((row) => row.join(',')).join('\n');
const bytes = gzipSync(`${text}\n`, { level: 9 });
// Byte 9 names the system that compressed it; 255 is "unknown", so every machine writes the same file.
bytes[9] = 255;
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'leads.csv.gz'), bytes);

const numbers = new Set([
  'age',
  'duration',
  'campaign',
  'pdays',
  'previous',
  'emp.var.rate',
  'cons.price.idx',
  'cons.conf.idx',
  'euribor3m',
  'nr.employed',
]);
const customName = (field) => `custom.${field.replaceAll('.', '_')}`;
const sample = {
  tenant: 'drifting-bank',
  connection: 'bank',
  name: 'Drifting bank',
  description:
    "Telephone calls of a Portuguese bank that offered a term deposit, May 2008 to November 2010: each call is a lead that converts when the client subscribes. Month and weekday are the source's; day of the month and time of day are fitted to them.",
  currency: 'EUR',
  lastDay: rows[rows.length - 1][2].slice(0, 10),
  licence: 'CC-BY-4.0',
  source:
    'Bank Marketing, UCI Machine Learning Repository. S. Moro, P. Cortez and P. Rita: A Data-Driven Approach to Predict the Success of Bank Telemarketing. Decision Support Systems 62 (2014), 22-31.',
  sampled: { every, of: all.length },
  files: [
    {
      file: 'leads.csv.gz',
      type: 'lead',
      rows: rows.length,
      key: ['id'],
      map: {
        status: 'status',
        createdAt: 'created_at',
        closedAt: 'closed_at',
        ...Object.fromEntries(
          fields.map((field) => [
            customName(field),
            numbers.has(field) ? { column: field, as: 'number' } : field,
          ]),
        ),
      },
    },
  ],
};
// Short lists stay on one line, as the formatter wants them.
const json = JSON.stringify(sample, null, 2).replace(
  /\[\s+([^[\]{}]*?)\s+\]/g,
  (_, inner) => `[${inner.replace(/\s+/g, ' ')}]`,
);
writeFileSync(join(target, 'sample.json'), `${json}\n`);
console.log(
  `leads: ${rows.length} rows, ${bytes.length} bytes, ${rows[0][2]} to ${rows[rows.length - 1][2]}`,
);
